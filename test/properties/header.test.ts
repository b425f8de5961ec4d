import { createAuthenticator, isAuthError } from '@cognito-auth/core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forge } from '../hostile/support/forge.ts'
import { poolOptions } from '../hostile/support/keys.ts'
import { bounded } from './bounded.ts'

const good = `Bearer ${forge()}`
const authenticator = createAuthenticator(poolOptions)

/** Text of any kind, and text of the pieces that credentials are made of. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc.string({ unit: 'grapheme', maxLength: 100 }),
  fc.string({ unit: 'binary-ascii', maxLength: 100 }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          'Bearer',
          'bearer',
          'Basic',
          ' ',
          '  ',
          '\t',
          '.',
          '=',
          ',',
          '"',
          ':',
          '\u00A0',
          '\r\n',
          '\0',
        ),
        fc.constantFrom('e30', 'e30.e30.AA', good.slice(7), good.slice(7, 40), 'ſ', 'K', 'İ', 'ﬀ'),
        fc.string({ maxLength: 5 }),
      ),
      { maxLength: 8 },
    )
    .map((pieces) => pieces.join('')),
)

/** What a request may have in its `Authorization` field, or fields. */
const values = fc.oneof(
  fc.constant(undefined),
  text,
  text.map((value) => `Bearer ${value}`),
  fc.array(text, { maxLength: 4 }),
)

/** Text of up to a million characters, in which a piece comes again and again. */
const flood = fc
  .record({
    head: fc.constantFrom('', 'Bearer', 'Bearer ', 'Bearer a'),
    piece: fc.oneof(
      fc.constantFrom(' ', '\t', '.', '=', 'a', 'a.', ' \t', '= ', '{"a":', 'eyJ', 'Bearer '),
      text,
    ),
    tail: fc.constantFrom('', '!', '.', '=', ' ', '\n'),
    length: fc.constantFrom(1000, 30_000, 65_000, 1_000_000),
  })
  .filter(({ piece }) => piece !== '')
  .map(({ head, piece, tail, length }) => head + piece.repeat(length / piece.length) + tail)

function isPrincipal(outcome: object): boolean {
  return 'userId' in outcome
}

function isRefusalOfTheRequest(outcome: unknown): boolean {
  return isAuthError(outcome) && (outcome.statusCode === 400 || outcome.statusCode === 401)
}

describe('authenticate', () => {
  it('throws nothing but refusals of the request, and those only as rejections', async () => {
    await fc.assert(
      fc.asyncProperty(values, async (value) => {
        const outcome: unknown = await authenticator.authenticate(value).catch((error: unknown) => error)
        const isGood = String(value).replace(/^bearer +/i, 'Bearer ') === good
        expect(outcome).toSatisfy(isGood ? isPrincipal : isRefusalOfTheRequest)
      }),
      bounded(5000),
    )
  })

  it('refuses several values, whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(text, fc.constant(good)), { minLength: 2, maxLength: 5 }),
        async (several) => {
          await expect(authenticator.authenticate(several)).rejects.toMatchObject({
            code: 'credentials_malformed',
          })
        },
      ),
      bounded(500),
    )
  })

  it('takes one value in an array for the value', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        const [alone, inArray] = await Promise.allSettled([
          authenticator.authenticate(value),
          authenticator.authenticate([value]),
        ])
        expect(inArray).toEqual(alone)
      }),
      bounded(500),
    )
  })

  it('gives up on a flood before anybody notices', async () => {
    await fc.assert(
      fc.asyncProperty(flood, async (value) => {
        const started = performance.now()
        await expect(authenticator.authenticate(value)).rejects.toSatisfy(isAuthError)
        expect(performance.now() - started).toBeLessThan(500)
      }),
      bounded(300),
    )
  })
})
