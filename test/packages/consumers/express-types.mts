/** What the types of the Express adapter promise. Compiled, not run. */
/* oxlint-disable typescript/no-unnecessary-type-parameters -- types are all there is to compare */
import {
  type AuthErrorCode,
  authorize,
  getPrincipal,
  isAuthError,
  optionalAuth,
  type Principal,
  requireAllGroups,
  requireAnyGroup,
  requireAuth,
  requireGroup,
  requireScope,
  sendAuthError,
} from '@cognito-auth/express'
import { createRevocations, memoryStore } from '@cognito-auth/revocation'
import express, { type NextFunction, type Request, type Response } from 'express'

/** Whether two types are the same. `any` is the same as `any` only. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
export function expectTrue<_T extends true>(): void {}

export const app = express()

app.use(optionalAuth({ userPoolId: 'us-east-1_EXAMPLE1', clientId: null }))
app.use(requireAuth({ revocations: createRevocations({ store: memoryStore() }) }))
app.use(
  requireAuth({
    onRefused(error, req, res) {
      expectTrue<Same<typeof error.code, AuthErrorCode>>()
      res.json({ path: req.path, code: error.code })
    },
  }),
)

app.get('/principal', (req, res) => {
  expectTrue<Same<typeof req.cognito, Principal | undefined>>()

  const principal = getPrincipal(req)
  expectTrue<Same<typeof principal, Principal>>()
  expectTrue<Same<typeof principal.kind, 'machine' | 'user'>>()
  expectTrue<Same<typeof principal.groups, readonly string[]>>()
  if (principal.kind === 'machine') expectTrue<Same<typeof principal.tokenUse, 'access'>>()
  if (principal.tokenUse === 'access') expectTrue<Same<typeof principal.claims.client_id, string>>()
  if (principal.tokenUse === 'id') {
    expectTrue<Same<typeof principal.kind, 'user'>>()
    expectTrue<Same<typeof principal.claims.email, string | undefined>>()
  }

  const { claims } = getPrincipal<{ 'custom:tenant'?: string }>(req)
  expectTrue<Same<(typeof claims)['custom:tenant'], string | undefined>>()
  expectTrue<Same<(typeof principal.claims)['custom:tenant'], unknown>>()

  // @ts-expect-error a principal is read, never written
  principal.groups.push('admin')
  // @ts-expect-error the token is not on it
  principal.token satisfies string
  res.json(principal)
})

app.get('/users/:id', requireGroup('admin'), (req, res) => {
  expectTrue<Same<typeof req.params.id, string>>()
  res.json(req.params.id)
})
app.get(
  '/mine/:id',
  authorize(async ({ userId }, req) => Promise.resolve(userId === req.params.id)),
)

app.use((error: unknown, _req: Request, res: Response, next: NextFunction) => {
  // @ts-expect-error not every error is a refusal
  sendAuthError(res, error)
  if (isAuthError(error)) sendAuthError(res, error)
  else next(error)
})

// @ts-expect-error a guard without a name would guard nothing
requireGroup()
// @ts-expect-error one group: for several there are requireAnyGroup and requireAllGroups
requireGroup('admin', 'editor')
// @ts-expect-error names are passed one by one
requireAnyGroup(['admin', 'editor'])
// @ts-expect-error a group is named by a string
requireAllGroups('admin', 7)
// @ts-expect-error one scope: for several there are requireAnyScope and requireAllScopes
requireScope('orders/read', 'orders/write')
// @ts-expect-error a check answers true, false or a decision
authorize(() => 'yes')
// @ts-expect-error the option is called userPoolId
requireAuth({ userPoolID: 'us-east-1_EXAMPLE1' })
// @ts-expect-error grace is a number of seconds
requireAuth({ graceSeconds: '60' })
