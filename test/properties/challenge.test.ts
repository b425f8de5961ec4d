import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { challenge } from '../../packages/core/dist/refusal/challenge.js'
import { parseChallenge } from '../support/challenge-parser.ts'
import { bounded } from './bounded.ts'

const printable = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code))

/** Realms as they are allowed, most of them with the characters that could end them too soon. */
const realms = fc.oneof(
  fc.string({ unit: printable, minLength: 1, maxLength: 50 }),
  fc.string({ unit: fc.constantFrom('"', '\\', ',', '=', ' ', 'a'), minLength: 1, maxLength: 20 }),
)

const errors = fc.constantFrom('invalid_request', 'invalid_token', 'insufficient_scope', undefined)
const metadata = fc.option(
  fc.webUrl({ validSchemes: ['https'] }).map((url) => new URL(url).href),
  { nil: undefined },
)

const scopes = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 50 }),
  fc.string({ unit: 'grapheme', maxLength: 50 }),
  fc.string({
    unit: fc.constantFrom('"', '\\', ',', '=', ' ', '\r', '\n', '\t', '\0', 'a', 'é'),
    maxLength: 20,
  }),
  fc
    .array(fc.string({ unit: printable, minLength: 1, maxLength: 10 }), { maxLength: 5 })
    .map((list) => list.join(' ')),
)

/** RFC 6749, section 3.3, read letter by letter. */
function isScopeList(scope: string): boolean {
  const isScopeCharacter = (character: string): boolean =>
    character >= '!' && character <= '~' && character !== '"' && character !== '\\'
  return scope.split(' ').every((name) => name !== '' && name.split('').every(isScopeCharacter))
}

describe('challenge', () => {
  it('can be read back, whatever the realm', () => {
    fc.assert(
      fc.property(realms, errors, metadata, (realm, error, resourceMetadata) => {
        expect(parseChallenge(challenge({ realm, resourceMetadata }, { error }))).toEqual({
          scheme: 'Bearer',
          parameters: {
            realm,
            ...(error !== undefined && { error }),
            ...(resourceMetadata !== undefined && { resource_metadata: resourceMetadata }),
          },
        })
      }),
      bounded(2000),
    )
  })

  it('names the scopes that can be named, and leaves out all others', () => {
    fc.assert(
      fc.property(realms, scopes, (realm, scope) => {
        const { parameters } = parseChallenge(challenge({ realm }, { error: 'insufficient_scope', scope }))
        expect(parameters).toEqual({
          realm,
          error: 'insufficient_scope',
          ...(isScopeList(scope) && { scope }),
        })
      }),
      bounded(3000),
    )
  })

  it('is printable ASCII on one line', () => {
    fc.assert(
      fc.property(realms, errors, scopes, (realm, error, scope) => {
        expect(challenge({ realm }, { error, scope })).toMatch(/^[\x20-\x7E]+$/)
      }),
      bounded(2000),
    )
  })
})
