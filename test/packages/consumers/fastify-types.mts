/** What the types of the Fastify adapter promise. Compiled, not run. */
/* oxlint-disable typescript/no-unnecessary-type-parameters -- types are all there is to compare */
import cognitoAuth, {
  type Authenticator,
  type AuthErrorCode,
  authorize,
  getPrincipal,
  isAuthError,
  type Principal,
  requireAllGroups,
  requireAnyGroup,
  requireGroup,
  requireScope,
} from '@cognito-auth/fastify'
import { createRevocations, memoryStore } from '@cognito-auth/revocation'
import Fastify from 'fastify'

/** Whether two types are the same. `any` is the same as `any` only. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
export function expectTrue<_T extends true>(): void {}

export const app = Fastify()

void app.register(cognitoAuth)
void app.register(cognitoAuth, { revocations: createRevocations({ store: memoryStore() }) })
void app.register(cognitoAuth, { userPoolId: 'us-east-1_EXAMPLE1', clientId: null, routes: 'optional' })
expectTrue<Same<typeof app.cognito, Authenticator>>()

app.get('/principal', (request) => {
  expectTrue<Same<typeof request.cognito, Principal | null>>()

  const principal = getPrincipal(request)
  expectTrue<Same<typeof principal, Principal>>()
  expectTrue<Same<typeof principal.kind, 'machine' | 'user'>>()
  expectTrue<Same<typeof principal.groups, readonly string[]>>()
  if (principal.kind === 'machine') expectTrue<Same<typeof principal.tokenUse, 'access'>>()
  if (principal.tokenUse === 'access') expectTrue<Same<typeof principal.claims.client_id, string>>()
  if (principal.tokenUse === 'id') {
    expectTrue<Same<typeof principal.kind, 'user'>>()
    expectTrue<Same<typeof principal.claims.email, string | undefined>>()
  }

  const { claims } = getPrincipal<{ 'custom:tenant'?: string }>(request)
  expectTrue<Same<(typeof claims)['custom:tenant'], string | undefined>>()
  expectTrue<Same<(typeof principal.claims)['custom:tenant'], unknown>>()

  // @ts-expect-error a principal is read, never written
  principal.groups.push('admin')
  // @ts-expect-error the token is not on it
  principal.token satisfies string
  return principal
})

app.get<{ Params: { id: string } }>('/users/:id', { onRequest: requireGroup('admin') }, (request) => {
  expectTrue<Same<typeof request.params.id, string>>()
  return request.params.id
})
app.get(
  '/mine',
  { preHandler: [requireGroup('admin'), authorize(async () => Promise.resolve(true))] },
  () => 1,
)
app.get('/open', { config: { cognito: 'optional' } }, () => 1)
// @ts-expect-error a route is 'required', 'optional' or false
app.get('/odd', { config: { cognito: 'sometimes' } }, () => 1)

Fastify({ http2: true }).get('/h2', { onRequest: requireGroup('admin') }, () => 1)

app.setErrorHandler((error, _request, reply) => {
  if (isAuthError(error)) {
    expectTrue<Same<typeof error.code, AuthErrorCode>>()
    return reply.send({ code: error.code })
  }
  return reply.send(error)
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
void app.register(cognitoAuth, { userPoolID: 'us-east-1_EXAMPLE1' })
// @ts-expect-error grace is a number of seconds
void app.register(cognitoAuth, { graceSeconds: '60' })
