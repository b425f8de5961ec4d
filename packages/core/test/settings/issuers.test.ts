import { describe, expect, it } from 'vitest'
import { checkPool as check, withoutSecrets } from '../support/check-pool.ts'
import { mistakeOf, toldBy } from '../support/refusal.ts'
import { clientId, createSigner, issuer, updatedIssuer, userPoolId } from '../support/signer.ts'

const { jwk } = createSigner('key-1')
const good = { userPoolId, clientId }

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
    [new URL('https://emulator.example.com'), '[URL]'],
  ])('cannot be %j', (custom, shown) => {
    expect(toldBy(() => check({ ...good, issuer: custom }))).toMatchObject({
      option: 'issuer',
      shown,
      allowed: `the exact \`iss\` of the tokens, for example ${issuer}`,
    })
  })

  it.each(['http://emulator.internal/pool', 'urn:example:pool', 'https://user:secret@emulator.example.com'])(
    'cannot be %s without jwksUri, which is derived from it',
    (custom) => {
      expect(mistakeOf(() => check({ ...good, issuer: custom }))).toMatchObject({
        option: 'issuer',
        message:
          `issuer is '${withoutSecrets(custom)}', and the JWKS URL derived from it is ` +
          `'${withoutSecrets(custom)}/.well-known/jwks.json'. That must be an https: URL without credentials; ` +
          'http: is allowed on loopback, or with keys.fetch. Pass jwksUri to fetch the keys from another URL.',
      })
    },
  )

  it.each([
    [`${issuer}/`, issuer],
    [issuer.replace('https:', 'http:'), issuer],
    [issuer.replace('https:', 'HTTPS:'), issuer],
    [issuer.replace('.com', '.com:443'), issuer],
    [issuer.replace('.com', '.com:8443'), issuer],
    [issuer.replace('cognito', 'Cognito'), issuer],
    [issuer.toLowerCase(), issuer],
    [issuer.replace('.com/', '.com//'), issuer],
    [`${issuer}?x=1`, issuer],
    [`${updatedIssuer}/`, updatedIssuer],
    [updatedIssuer.toUpperCase(), updatedIssuer],
  ])('cannot be %s, which no token of the pool names', (custom, right) => {
    for (const keys of [{}, { jwksUri: 'https://keys.example.com/' }, { jwks: { keys: [jwk] } }]) {
      expect(toldBy(() => check({ ...good, issuer: custom, ...keys }))).toMatchObject({
        option: 'issuer',
        shown: `'${withoutSecrets(custom)}'`,
        allowed: `${right}, exactly as in the tokens of the user pool`,
      })
    }
  })

  it.each([
    issuer,
    updatedIssuer,
    `https://emulator.example.com/${userPoolId}/`,
    `http://localhost:9229/${userPoolId.toUpperCase()}`,
    `${issuer}0`,
  ])('can be %s', (custom) => {
    expect(check({ ...good, issuer: custom }).issuers).toMatchObject([{ issuer: custom, isOptional: false }])
  })

  it('is not compared with issuers that do not follow from the id', () => {
    const custom = 'https://cognito-idp.local.amazonaws.com/local_1/'
    expect(check({ ...good, userPoolId: 'local_1', issuer: custom }).issuers[0]?.issuer).toBe(custom)
  })
})

describe('jwksUri', () => {
  const allowed =
    'a string: an https: URL without credentials; http: is allowed on loopback, or with keys.fetch'

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
    'http://pool.localhost:9229/',
    'http://a.b.localhost/',
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
    'http://localhost./',
    'http://xlocalhost/',
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
      shown: `'${withoutSecrets(jwksUri)}'`,
      allowed,
    })
  })

  it.each([
    [null, 'null'],
    [7, '7'],
    [['https://keys.example.com/'], "[ 'https://keys.example.com/' ]"],
    [new URL('https://keys.example.com/'), '[URL]'],
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
        shown: `'${withoutSecrets(jwksUri)}'`,
        allowed,
      })
    },
  )
})
