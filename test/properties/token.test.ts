import { createAuthenticator, isAuthError, type Principal } from '@cognito-auth/core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forge } from '../hostile/support/forge.ts'
import { poolOptions } from '../hostile/support/keys.ts'
import { bounded } from './bounded.ts'

const token = forge()

const authenticators = [
  { name: 'with remembered tokens', authenticator: createAuthenticator(poolOptions) },
  {
    name: 'without remembered tokens',
    authenticator: createAuthenticator({ ...poolOptions, tokenCache: false }),
  },
]

/** Any printable character of ASCII. */
const printable = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code))
const position = fc.nat({ max: token.length - 1 })

/** Whether verification ended as it may: with a principal that is whole, or with a refusal of the token. */
function isPrincipalOrRefusal(outcome: unknown): boolean {
  if (isAuthError(outcome)) return outcome.statusCode === 401
  const { userId, username = '', groups, scopes, expiresAt } = outcome as Principal
  const texts: unknown[] = [userId, username, ...groups, ...scopes]
  return (
    Object.isFrozen(outcome) && texts.every((text) => typeof text === 'string') && Number.isFinite(expiresAt)
  )
}

describe.each(authenticators)('an authenticator $name', ({ authenticator }) => {
  async function outcomeOf(changed: string): Promise<unknown> {
    await expect(authenticator.verify(token)).resolves.toMatchObject({ kind: 'user' })
    return authenticator.verify(changed).catch((error: unknown) => error)
  }

  it('refuses a token with one character changed', async () => {
    const change = fc.tuple(position, printable).filter(([at, other]) => token.charAt(at) !== other)
    await fc.assert(
      fc.asyncProperty(change, async ([at, other]) => {
        const outcome = await outcomeOf(token.slice(0, at) + other + token.slice(at + 1))
        expect(outcome).toMatchObject({ statusCode: 401, code: 'token_invalid' })
      }),
      bounded(2000),
    )
  })

  it('refuses a token with one character more', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: token.length }), printable, async (at, more) => {
        expect(await outcomeOf(token.slice(0, at) + more + token.slice(at))).toMatchObject({
          statusCode: 401,
        })
      }),
      bounded(500),
    )
  })

  it('refuses a token with some characters less', async () => {
    await fc.assert(
      fc.asyncProperty(position, fc.integer({ min: 1, max: 100 }), async (at, less) => {
        expect(await outcomeOf(token.slice(0, at) + token.slice(at + less))).toMatchObject({
          statusCode: 401,
        })
      }),
      bounded(500),
    )
  })

  it('refuses a token with two different characters in each other’s place', async () => {
    const swap = fc
      .tuple(position, position)
      .filter(([one, other]) => token.charAt(one) !== token.charAt(other))
    await fc.assert(
      fc.asyncProperty(swap, async ([one, other]) => {
        const characters = token.split('')
        characters[one] = token.charAt(other)
        characters[other] = token.charAt(one)
        expect(await outcomeOf(characters.join(''))).toMatchObject({ statusCode: 401 })
      }),
      bounded(500),
    )
  })

  it('finds a principal or a refusal in whatever header and claims were signed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.dictionary(fc.string(), fc.jsonValue()),
        async (header, claims) => {
          const outcome = await outcomeOf(forge({ header, claims }))
          expect(outcome).toSatisfy(isPrincipalOrRefusal)
        },
      ),
      bounded(300),
    )
  })

  it('finds a principal or a refusal in whatever values the known members have', async () => {
    const claims = fc.record(
      {
        exp: fc.oneof(fc.jsonValue(), fc.double()),
        nbf: fc.oneof(fc.jsonValue(), fc.double()),
        iss: fc.jsonValue(),
        sub: fc.jsonValue(),
        username: fc.jsonValue(),
        scope: fc.oneof(fc.jsonValue(), fc.string()),
        token_use: fc.constantFrom('access', 'id', null),
        client_id: fc.jsonValue(),
        'cognito:groups': fc.oneof(fc.jsonValue(), fc.array(fc.oneof(fc.string(), fc.jsonValue()))),
      },
      { requiredKeys: [] },
    )
    await fc.assert(
      fc.asyncProperty(claims, async (over) => {
        const outcome = await outcomeOf(forge({ claims: over }))
        expect(outcome).toSatisfy(isPrincipalOrRefusal)
      }),
      bounded(500),
    )
  })
})
