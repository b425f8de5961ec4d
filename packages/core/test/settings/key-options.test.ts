import { describe, expect, it } from 'vitest'
import { resolveOptions } from '../../dist/settings/resolve-options.js'
import { createKeyServer } from '../support/key-server.ts'
import { mistakeOf, toldBy } from '../support/refusal.ts'
import { clientId, userPoolId } from '../support/signer.ts'

const good = { userPoolId, clientId }
const longestTimeout = 2_000_000

/** Resolves options that TypeScript would not accept. */
function resolve(options: object) {
  return resolveOptions({ ...good, ...options })
}

describe('values that are accepted', () => {
  const fetch = () => Promise.resolve(new Response())

  it.each([
    ['keys', {}, { keys: { maxAgeSeconds: 600 } }],
    ['keys', { fetch }, { keys: { fetch } }],
    ['keys', { maxAgeSeconds: 0.001 }, { keys: { maxAgeSeconds: 0.001 } }],
    ['keys', { maxAgeSeconds: 86_400 }, { keys: { maxAgeSeconds: 86_400, maxStaleSeconds: 86_400 } }],
    ['keys', { maxAgeSeconds: 86_401 }, { keys: { maxAgeSeconds: 86_401, maxStaleSeconds: 86_401 } }],
    ['keys', { maxAgeSeconds: 1e9 }, { keys: { maxStaleSeconds: 1e9 } }],
    ['keys', { maxStaleSeconds: 60 }, { keys: { maxAgeSeconds: 60 } }],
    [
      'keys',
      { maxAgeSeconds: 60, maxStaleSeconds: 60 },
      { keys: { maxAgeSeconds: 60, maxStaleSeconds: 60 } },
    ],
    ['keys', { timeoutSeconds: 0.001 }, { keys: { timeoutSeconds: 0.001 } }],
    ['keys', { timeoutSeconds: longestTimeout }, { keys: { timeoutSeconds: longestTimeout } }],
    ['keys', { cooldownSeconds: 0.001 }, { keys: { cooldownSeconds: 0.001 } }],
    ['keys', { cooldownSeconds: 1e9 }, { keys: { cooldownSeconds: 1e9 } }],
  ])('%s: %o', (option, value, settings) => {
    expect(resolve({ [option]: value })).toMatchObject(settings)
  })
})

describe('values that are refused', () => {
  const seconds = 'a number of seconds, more than 0'
  const fetches = 'a function like the global fetch'
  const keyOptions =
    'an object with the options maxAgeSeconds, maxStaleSeconds, timeoutSeconds, cooldownSeconds, fetch'

  it.each<[option: string, value: unknown, shown: unknown, allowed: string]>([
    ['keys', null, 'null', keyOptions],
    ['keys', [], '[]', keyOptions],
    ['keys', '', "''", keyOptions],
    ['keys', 600, '600', keyOptions],
    ['keys.fetch', { fetch: null }, 'null', fetches],
    ['keys.fetch', { fetch: 'https://keys.example.com/' }, "'https://keys.example.com/'", fetches],
    ['keys.fetch', { fetch: {} }, '{}', fetches],
    ...['maxAgeSeconds', 'maxStaleSeconds', 'timeoutSeconds', 'cooldownSeconds'].flatMap((name) =>
      [
        [0, '0'],
        [-1, '-1'],
        [Infinity, 'Infinity'],
        [Number.NaN, 'NaN'],
        ['10', "'10'"],
        ['', "''"],
        [null, 'null'],
        [false, 'false'],
      ].map(([value, shown]): [string, unknown, unknown, string] => [
        `keys.${name}`,
        { [name]: value },
        shown,
        name === 'timeoutSeconds' ? `${seconds} and at most ${longestTimeout}` : seconds,
      ]),
    ),
    [
      'keys.timeoutSeconds',
      { timeoutSeconds: longestTimeout + 1 },
      String(longestTimeout + 1),
      `${seconds} and at most ${longestTimeout}`,
    ],
    [
      'keys.maxStaleSeconds',
      { maxAgeSeconds: 600, maxStaleSeconds: 599.999 },
      '599.999',
      'at least keys.maxAgeSeconds, which is 600',
    ],
    [
      'keys.maxStaleSeconds',
      { maxAgeSeconds: 60, maxStaleSeconds: 59 },
      '59',
      'at least keys.maxAgeSeconds, which is 60',
    ],
  ])('%s: %o', (option, value, shown, allowed) => {
    const [name = option] = option.split('.')
    expect(toldBy(() => resolve({ [name]: value }))).toEqual({ option, variable: undefined, shown, allowed })
  })
})

describe('a keys.fetch', () => {
  it('lets the keys come by http:', () => {
    const jwksUri = 'http://keys.internal/'
    expect(mistakeOf(() => resolve({ jwksUri })).option).toBe('jwksUri')
    const { fetch } = createKeyServer()
    expect(resolve({ jwksUri, keys: { fetch } }).pools[0]?.issuers[0]?.jwksUri).toBe(jwksUri)
    expect(resolveOptions({ userPools: [{ ...good, jwksUri }], keys: { fetch } }).pools).toHaveLength(1)
  })
})
