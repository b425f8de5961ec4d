import { describe, expect, it } from 'vitest'
import type { UserPoolOptions } from '../../dist/types/options.js'
import {
  checkUserPool,
  poolOptionNames,
  type RawPoolOptions,
  type UserPool,
} from '../../dist/settings/user-pool.js'
import { mistakeOf, toldBy } from '../support/refusal.ts'
import { clientId, createSigner, issuer, updatedIssuer, userPoolId } from '../support/signer.ts'

const { jwk } = createSigner('key-1')
const good = { userPoolId, clientId }

/** Checks options as they come from a user, with values that TypeScript would not have. */
function check(
  options: { readonly [name in keyof UserPoolOptions]: unknown },
  hasOwnFetch = false,
): UserPool {
  const raw = (option: keyof UserPoolOptions) => ({ option, value: options[option] })
  const rawOptions: RawPoolOptions = {
    userPoolId: raw('userPoolId'),
    clientId: raw('clientId'),
    tokenUse: raw('tokenUse'),
    audience: raw('audience'),
    issuer: raw('issuer'),
    jwksUri: raw('jwksUri'),
    jwks: raw('jwks'),
  }
  return checkUserPool(rawOptions, hasOwnFetch)
}

describe('checkUserPool', () => {
  it('completes a pool', () => {
    expect(check(good)).toEqual({
      userPoolId,
      clientIds: new Set([clientId]),
      tokenUse: 'access',
      audiences: null,
      issuers: [
        { issuer, jwksUri: `${issuer}/.well-known/jwks.json`, isOptional: false },
        { issuer: updatedIssuer, jwksUri: `${updatedIssuer}/.well-known/jwks.json`, isOptional: true },
      ],
      keySet: undefined,
    })
  })

  it('knows each option that it checks', () => {
    expect(Object.keys(poolOptionNames).toSorted()).toEqual(
      ['audience', 'clientId', 'issuer', 'jwks', 'jwksUri', 'tokenUse', 'userPoolId'].toSorted(),
    )
  })
})

describe('userPoolId', () => {
  const allowed = 'the id of a user pool, <region>_<id>, for example us-east-1_EXAMPLE1'

  it.each([
    'us-east-1_EXAMPLE1',
    'eu-central-2_0aZ9',
    'us-gov-west-1_EXAMPLE1',
    'cn-north-1_EXAMPLE1',
    'ap-southeast-10_x',
    `us-east-1_${'a'.repeat(45)}`,
  ])('can be %s', (id) => {
    expect(check({ ...good, userPoolId: id }).userPoolId).toBe(id)
  })

  it.each([
    ['', "''"],
    ['EXAMPLE1', "'EXAMPLE1'"],
    ['us-east-1_', "'us-east-1_'"],
    ['us-east-1', "'us-east-1'"],
    ['us-east-1-EXAMPLE1', "'us-east-1-EXAMPLE1'"],
    ['us-east_EXAMPLE1', "'us-east_EXAMPLE1'"],
    ['US-EAST-1_EXAMPLE1', "'US-EAST-1_EXAMPLE1'"],
    ['us-east-1_EXAMPLE_1', "'us-east-1_EXAMPLE_1'"],
    ['us-east-1_EXAMPLE-1', "'us-east-1_EXAMPLE-1'"],
    [' us-east-1_EXAMPLE1', "' us-east-1_EXAMPLE1'"],
    ['us-east-1_EXAMPLE1 ', "'us-east-1_EXAMPLE1 '"],
    ['us-east-1_EXAMPLE1\n', "'us-east-1_EXAMPLE1\\n'"],
    ['us-east-1_EXAMPLE1/../x', "'us-east-1_EXAMPLE1/../x'"],
    ['us-east-1.example.com/_EXAMPLE1', "'us-east-1.example.com/_EXAMPLE1'"],
    ['local_EXAMPLE1', "'local_EXAMPLE1'"],
    [`us-east-1_${'a'.repeat(46)}`, `'us-east-1_${'a'.repeat(46)}'`],
    [null, 'null'],
    [7, '7'],
    [['us-east-1_EXAMPLE1'], "[ 'us-east-1_EXAMPLE1' ]"],
    [{}, '{}'],
  ])('cannot be %j', (id, shown) => {
    expect(toldBy(() => check({ ...good, userPoolId: id }))).toMatchObject({
      option: 'userPoolId',
      shown,
      allowed,
    })
  })

  it.each(['local_EXAMPLE1', 'us-east-1_EXAMPLE1', 'LOCAL-pool_1', `a_${'b'.repeat(53)}`])(
    'can be %s beside a custom issuer',
    (id) => {
      expect(check({ ...good, userPoolId: id, issuer }).userPoolId).toBe(id)
    },
  )

  it.each([
    '',
    'local',
    '_a',
    'local_',
    'local_a-b',
    'local_a_',
    'lo.cal_a',
    'a/b_c',
    'a b_c',
    `a_${'b'.repeat(54)}`,
  ])('cannot be %j beside a custom issuer', (id) => {
    expect(toldBy(() => check({ ...good, userPoolId: id, issuer }))).toMatchObject({
      option: 'userPoolId',
      shown: `'${id}'`,
      allowed,
    })
  })

  it('is required', () => {
    const mistake = mistakeOf(() => check({ clientId }))
    expect(mistake.option).toBe('userPoolId')
    expect(mistake.message).toBe(
      'userPoolId is missing. Pass the id of your user pool, for example us-east-1_EXAMPLE1.',
    )
  })
})

describe('clientId', () => {
  const allowed = 'the id of an app client, an array of such ids, or null to accept every app client'

  it.each([
    ['one', ['one']],
    [['one'], ['one']],
    [
      ['one', 'two'],
      ['one', 'two'],
    ],
    [['one', 'one'], ['one']],
  ])('can be %j', (ids, clients) => {
    expect(check({ ...good, clientId: ids }).clientIds).toEqual(new Set(clients))
  })

  it('accepts every client when it is null, said aloud', () => {
    expect(check({ ...good, clientId: null }).clientIds).toBeNull()
  })

  it('is required', () => {
    for (const options of [{ userPoolId }, { userPoolId, clientId: undefined }]) {
      const mistake = mistakeOf(() => check(options))
      expect(mistake.option).toBe('clientId')
      expect(mistake.message).toContain('clientId is missing')
      expect(mistake.message).toContain('null to accept every app client')
    }
  })

  it.each([
    ['', "''"],
    [' ', "' '"],
    ['one two', "'one two'"],
    ['one,two', "'one,two'"],
    ['one\n', "'one\\n'"],
    [[], '[]'],
    [['one', ''], "[ 'one', '' ]"],
    [['one', null], "[ 'one', null ]"],
    [['one', undefined], "[ 'one', undefined ]"],
    [[['one']], '[ [Array] ]'],
    [[null], '[ null ]'],
    [7, '7'],
    [true, 'true'],
    [{}, '{}'],
  ])('cannot be %j', (ids, shown) => {
    expect(toldBy(() => check({ ...good, clientId: ids }))).toMatchObject({
      option: 'clientId',
      shown,
      allowed,
    })
  })
})

describe('tokenUse', () => {
  it.each(['access', 'id', null] as const)('can be %j', (tokenUse) => {
    expect(check({ ...good, tokenUse }).tokenUse).toBe(tokenUse)
  })

  it.each([
    ['', "''"],
    ['acess', "'acess'"],
    ['Access', "'Access'"],
    ['refresh', "'refresh'"],
    [['access', 'id'], "[ 'access', 'id' ]"],
    [true, 'true'],
  ])('cannot be %j', (tokenUse, shown) => {
    expect(toldBy(() => check({ ...good, tokenUse }))).toMatchObject({
      option: 'tokenUse',
      shown,
      allowed: "'access', 'id' or null for either",
    })
  })
})

describe('audience', () => {
  it.each([
    [undefined, null],
    ['https://api.example.com', new Set(['https://api.example.com'])],
    [['one', 'two'], new Set(['one', 'two'])],
  ])('can be %j', (audience, audiences) => {
    expect(check({ ...good, audience }).audiences).toEqual(audiences)
  })

  it.each([
    ['', "''"],
    [null, 'null'],
    [[], '[]'],
    [['one', ''], "[ 'one', '' ]"],
    ['one two', "'one two'"],
    [7, '7'],
    [{}, '{}'],
  ])('cannot be %j, which would accept everything or nothing', (audience, shown) => {
    expect(toldBy(() => check({ ...good, audience }))).toMatchObject({
      option: 'audience',
      shown,
      allowed: 'a resource, for example https://api.example.com, or an array of them',
    })
  })
})

describe('issuer', () => {
  it.each([
    'https://emulator.example.com/pool',
    'http://localhost:9229/local_1',
    'http://127.0.0.1:9229/local_1',
  ])('can be %s, which replaces both', (custom) => {
    expect(check({ ...good, issuer: custom }).issuers).toEqual([
      { issuer: custom, jwksUri: `${custom}/.well-known/jwks.json`, isOptional: false },
    ])
  })

  it('is kept character by character', () => {
    const custom = 'HTTPS://Emulator.Example.com:443/Pool'
    expect(check({ ...good, issuer: custom }).issuers[0]?.issuer).toBe(custom)
  })

  it('can be anything that is a URI when the keys come from elsewhere', () => {
    for (const custom of ['http://emulator.internal/pool', 'urn:example:pool']) {
      expect(check({ ...good, issuer: custom, jwksUri: 'https://keys.example.com/' }).issuers).toEqual([
        { issuer: custom, jwksUri: 'https://keys.example.com/', isOptional: false },
      ])
      expect(check({ ...good, issuer: custom, jwks: { keys: [jwk] } }).issuers[0]?.issuer).toBe(custom)
    }
  })

  it.each([
    ['', "''"],
    ['emulator', "'emulator'"],
    ['emulator.example.com/pool', "'emulator.example.com/pool'"],
    ['https://', "'https://'"],
    [' https://emulator.example.com', "' https://emulator.example.com'"],
    ['https://emulator.example.com/a b', "'https://emulator.example.com/a b'"],
    ['https://emulator.example.com\n', "'https://emulator.example.com\\n'"],
    [null, 'null'],
    [7, '7'],
    [['https://emulator.example.com'], "[ 'https://emulator.example.com' ]"],
    [new URL('https://emulator.example.com'), expect.stringMatching(/^URL/)],
  ])('cannot be %j', (custom, shown) => {
    expect(toldBy(() => check({ ...good, issuer: custom }))).toMatchObject({
      option: 'issuer',
      shown,
      allowed: `the exact \`iss\` of the tokens, for example ${issuer}`,
    })
  })

  it.each(['http://emulator.internal/pool', 'urn:example:pool', 'https://user:secret@emulator.example.com'])(
    'cannot be %s when the address of the keys would follow from it',
    (custom) => {
      const mistake = mistakeOf(() => check({ ...good, issuer: custom }))
      expect(mistake.option).toBe('issuer')
      expect(mistake.message).toContain(withoutCredentials(custom))
      expect(mistake.message).toContain('an https: address without credentials')
    },
  )
})

describe('jwksUri', () => {
  const allowed = 'an https: address without credentials. http: is for loopback; elsewhere pass keys.fetch'

  it('serves both issuers of a pool, neither of which is optional then', () => {
    const jwksUri = 'https://keys.example.com/jwks.json'
    expect(check({ ...good, jwksUri }).issuers).toEqual([
      { issuer, jwksUri, isOptional: false },
      { issuer: updatedIssuer, jwksUri, isOptional: false },
    ])
  })

  it.each([
    'https://keys.example.com/',
    'https://keys.example.com:8443/jwks.json?v=1',
    'http://localhost:9229/',
    'http://127.0.0.1:9229/',
    'http://127.255.0.1/',
    'http://[::1]:9229/',
  ])('can be %s', (jwksUri) => {
    expect(check({ ...good, jwksUri }).issuers[0]?.jwksUri).toBe(jwksUri)
  })

  it.each([
    ['http://127.1:9229/', 'http://127.0.0.1:9229/'],
    ['http://2130706433/', 'http://127.0.0.1/'],
    ['HTTP://LOCALHOST/', 'http://localhost/'],
  ])('can be %s, another spelling of loopback', (jwksUri, address) => {
    expect(check({ ...good, jwksUri }).issuers[0]?.jwksUri).toBe(address)
  })

  const unsafe = [
    'http://keys.example.com/',
    'http://10.0.0.1/',
    'http://128.0.0.1/',
    'http://0.0.0.0/',
    'http://localhost.example.com/',
    'http://127.0.0.1.example.com/',
    'http://notlocalhost/',
    'http://pool.localhost/',
    'http://[::2]/',
    'http://example.com/?localhost',
    'http://127.0.0.1@example.com/',
  ]
  it.each([
    ...unsafe,
    '',
    'keys',
    '/jwks.json',
    '//keys.example.com/',
    'https://',
    'https://user@keys.example.com/',
    'https://user:secret@keys.example.com/',
    'https://:secret@keys.example.com/',
    'http://user@localhost/',
    'file:///etc/passwd',
    'data:application/json,{}',
    'ftp://localhost/',
    'javascript:alert(1)',
  ])('cannot be %j', (jwksUri) => {
    expect(toldBy(() => check({ ...good, jwksUri }))).toMatchObject({
      option: 'jwksUri',
      shown: `'${withoutCredentials(jwksUri)}'`,
      allowed,
    })
  })

  it.each([
    [null, 'null'],
    [7, '7'],
    [['https://keys.example.com/'], "[ 'https://keys.example.com/' ]"],
    [new URL('https://keys.example.com/'), expect.stringMatching(/^URL/)],
  ])('cannot be %j', (jwksUri, shown) => {
    expect(toldBy(() => check({ ...good, jwksUri }))).toMatchObject({ option: 'jwksUri', shown, allowed })
  })

  it.each(unsafe.slice(0, -1))('can be %s with a keys.fetch of the user', (jwksUri) => {
    expect(check({ ...good, jwksUri }, true).issuers[0]?.jwksUri).toBe(jwksUri)
  })

  it.each(['ftp://keys.example.com/', 'file:///keys', 'http://user:secret@keys.example.com/', 'keys'])(
    'cannot be %s with a keys.fetch of the user, either',
    (jwksUri) => {
      expect(toldBy(() => check({ ...good, jwksUri }, true))).toMatchObject({
        option: 'jwksUri',
        shown: `'${withoutCredentials(jwksUri)}'`,
        allowed,
      })
    },
  )
})

describe('jwks', () => {
  const allowed =
    'a JSON Web Key Set, { keys: [...] }, with an RSA key of at least 2048 bits for signatures, and its kid'

  it('are read at once', () => {
    expect([...(check({ ...good, jwks: { keys: [jwk] } }).keySet?.keys() ?? [])]).toEqual(['key-1'])
  })

  it.each([
    [null, 'null'],
    ['', "''"],
    [7, '7'],
    ['{"keys":[]}', `'{"keys":[]}'`],
    [{}, '{}'],
    [[jwk], '[ [Object] ]'],
    [{ keys: {} }, '{ keys: {} }'],
    [{ keys: null }, '{ keys: null }'],
    [{ key: [jwk] }, '{ key: [Array] }'],
    [{ keys: [] }, '{ keys: [] }'],
    [{ keys: [null] }, '{ keys: [Array] }'],
    [{ keys: [{ ...jwk, kid: undefined }] }, '{ keys: [Array] }'],
    [{ keys: [createSigner('weak', 1024).jwk] }, '{ keys: [Array] }'],
  ])('cannot be %j', (jwks, shown) => {
    expect(toldBy(() => check({ ...good, jwks }))).toMatchObject({ option: 'jwks', shown, allowed })
  })

  it('can be keys of which one is good', () => {
    const keys = [null, createSigner('weak', 1024).jwk, jwk]
    expect(check({ ...good, jwks: { keys } }).keySet?.size).toBe(1)
  })

  it('exclude jwksUri', () => {
    const mistake = mistakeOf(() =>
      check({ ...good, jwks: { keys: [jwk] }, jwksUri: 'https://keys.example.com/' }),
    )
    expect(mistake).toMatchObject({
      option: 'jwks',
      message: 'jwks and jwksUri exclude each other. Pass the keys or their address.',
    })
  })
})

describe('a value in a message', () => {
  it('is shortened when it is long', () => {
    const { message } = mistakeOf(() => check({ ...good, userPoolId: 'x'.repeat(10_000) }))
    expect(message.length).toBeLessThan(400)
    expect(message).toContain('xxx')
    const many = Array.from({ length: 100 }, () => 'a b')
    expect(mistakeOf(() => check({ ...good, clientId: many })).message).toContain('95 more items')
  })
})

/** An address as messages show it: what stands before the host may be a password. */
function withoutCredentials(address: string): string {
  return address.replace(/[^/]*@/, '…@')
}
