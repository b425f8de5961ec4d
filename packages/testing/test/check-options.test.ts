import { describe, expect, it } from 'vitest'
import { checkNames, checkTokenOptions, checkValue } from '../dist/check-options.js'

describe('checkNames', () => {
  it('accepts the known names, and none', () => {
    expect(() => checkNames('listen', { port: 1 }, ['port'])).not.toThrow()
    expect(() => checkNames('listen', {}, ['port'])).not.toThrow()
  })

  it('names the unknown one, its owner and the known ones', () => {
    expect(() => checkNames('listen', { host: 'x' }, ['port'])).toThrow(
      new TypeError('`host` is not an option of listen. The options are port.'),
    )
  })
})

describe('checkValue', () => {
  it('names the option, the value and what is allowed', () => {
    expect(() => checkValue(false, 'port', 'http', 'a number')).toThrow(
      new TypeError("port is 'http'. It must be a number."),
    )
  })
})

describe('checkTokenOptions', () => {
  it('accepts all options of a token', () => {
    expect(() =>
      checkTokenOptions({
        sub: 'sub-1',
        username: 'alice',
        groups: [],
        scopes: ['orders/read'],
        clientId: 'client',
        expiresInSeconds: -0.5,
        signedInSecondsAgo: 600,
        originJti: 'sign-in-1',
        acr: 'urn:cognito:loa:4',
        amr: ['pwd', 'mfa'],
        claims: { anything: 1n },
      }),
    ).not.toThrow()
  })

  it('accepts undefined for each option', () => {
    expect(() =>
      checkTokenOptions({
        sub: undefined,
        groups: undefined,
        expiresInSeconds: undefined,
        signedInSecondsAgo: undefined,
        amr: undefined,
        claims: undefined,
      }),
    ).not.toThrow()
  })

  it.each([
    [{ group: 'admin' }, '`group` is not an option of a token.'],
    [{ sub: '' }, "sub is ''. It must be a non-empty string."],
    [{ username: 7 }, 'username is 7.'],
    [{ clientId: ['a'] }, "clientId is [ 'a' ]."],
    [{ groups: 'admin' }, "groups is 'admin'. It must be an array of non-empty strings."],
    [{ groups: [''] }, 'groups is'],
    [{ scopes: 'orders/read' }, "scopes is 'orders/read'."],
    [{ scopes: [null] }, 'scopes is'],
    [{ expiresInSeconds: Number.NaN }, 'expiresInSeconds is NaN. It must be a finite number.'],
    [{ expiresInSeconds: Infinity }, 'expiresInSeconds is Infinity.'],
    [
      { signedInSecondsAgo: -1 },
      'signedInSecondsAgo is -1. It must be a whole number of seconds, at least 0.',
    ],
    [{ signedInSecondsAgo: 0.5 }, 'signedInSecondsAgo is 0.5.'],
    [{ signedInSecondsAgo: '60' }, "signedInSecondsAgo is '60'."],
    [{ originJti: '' }, "originJti is ''. It must be a non-empty string."],
    [{ acr: 4 }, 'acr is 4. It must be a non-empty string.'],
    [{ amr: 'mfa' }, "amr is 'mfa'. It must be an array of non-empty strings."],
    [{ expiresInSeconds: '60' }, "expiresInSeconds is '60'."],
  ])('rejects %o', (options, message) => {
    expect(() => Reflect.apply(checkTokenOptions, undefined, [options])).toThrow(message)
  })
})
