import { describe, expect, it } from 'vitest'
import { withPollution } from '../../../../test/support/pollution.ts'
import { resolveTokenSource } from '../../dist/settings/token-source.js'
import { mistakeOf } from '../support/refusal.ts'

const resolve = (value: unknown) => resolveTokenSource({ option: 'tokenFrom', value })
const mistake = (value: unknown) => {
  const { option, message } = mistakeOf(() => resolve(value))
  return { option, message }
}

describe('resolveTokenSource', () => {
  it.each([undefined, 'authorization'])('reads tokens from Authorization for %o', (value) => {
    expect(resolve(value)).toEqual({ kind: 'authorization' })
  })

  it('reads tokens from another header, by its name in lower case', () => {
    expect(resolve({ header: 'X-Amzn-Oidc-AccessToken' })).toEqual({
      kind: 'header',
      name: 'x-amzn-oidc-accesstoken',
    })
    expect(resolve({ header: 'x', cookie: undefined, trustedOrigins: undefined })).toEqual({
      kind: 'header',
      name: 'x',
    })
  })

  it('reads tokens from a cookie, by its name as it stands', () => {
    const trustedOrigins = new Set()
    expect(resolve({ cookie: '__Host-Access' })).toEqual({
      kind: 'cookie',
      name: '__Host-Access',
      trustedOrigins,
    })
    expect(resolve({ cookie: 'a', header: undefined, trustedOrigins: undefined })).toMatchObject({
      name: 'a',
    })
    expect(resolve({ cookie: "!#$%&'*+-.^_`|~09azAZ" })).toMatchObject({ kind: 'cookie' })
  })

  it('copies trustedOrigins', () => {
    const trustedOrigins = ['https://app.example.com', 'http://localhost:5173', 'http://[::1]:3000']
    const copied = new Set(trustedOrigins)
    const source = resolve({ cookie: 'a', trustedOrigins })
    trustedOrigins.push('https://evil.example')
    expect(source).toEqual({ kind: 'cookie', name: 'a', trustedOrigins: copied })
  })

  it.each([
    null,
    true,
    7,
    '',
    'cookie',
    'Authorization',
    ['authorization'],
    {},
    { header: undefined },
    { trustedOrigins: [] },
    { header: 'x-token', cookie: 'access' },
    () => 'token',
    async () => 'token',
  ])('refuses %o', (value) => {
    const { option, message } = mistake(value)
    expect(option).toBe('tokenFrom')
    expect(message).toContain("It must be 'authorization', { header: ")
  })

  it.each([new Map([['cookie', 'a']]), Object.create({ cookie: 'a' })])('refuses the object %o', (value) => {
    expect(mistake(value).option).toBe('tokenFrom')
  })

  it.each([null, 7, '', ' ', 'x token', 'x-token:', 'x\ntoken', 'é', 'a,b', '(a)', ['x-token']])(
    'refuses the header %j',
    (header) => {
      const { option, message } = mistake({ header })
      expect(option).toBe('tokenFrom.header')
      expect(message).toContain('It must be the name of a header')
    },
  )

  it.each(['authorization', 'Authorization', 'AUTHORIZATION'])(
    'says for the header %s what to pass',
    (header) => {
      expect(mistake({ header })).toEqual({
        option: 'tokenFrom.header',
        message:
          `tokenFrom.header is '${header}'. It must be another header. For Authorization, the default, pass ` +
          "tokenFrom: 'authorization'.",
      })
    },
  )

  it.each(['cookie', 'Cookie'])('says for the header %s what to pass', (header) => {
    expect(mistake({ header }).message).toContain("pass tokenFrom: { cookie: 'name-of-the-cookie' }.")
  })

  it.each([null, 7, '', ' ', 'a b', 'a=', 'a;', 'a,b', '"a"', 'é', 'a\n', ['a']])(
    'refuses the cookie %j',
    (cookie) => {
      const { option, message } = mistake({ cookie })
      expect(option).toBe('tokenFrom.cookie')
      expect(message).toContain('It must be the name of a cookie (RFC 6265)')
    },
  )

  it.each([null, 'https://app.example.com', {}, new Set(['https://app.example.com'])])(
    'refuses the trustedOrigins %o',
    (trustedOrigins) => {
      const { option, message } = mistake({ cookie: 'a', trustedOrigins })
      expect(option).toBe('tokenFrom.trustedOrigins')
      expect(message).toContain('an array of origins')
    },
  )

  it.each([
    ['https://app.example.com/', 'https://app.example.com'],
    ['https://APP.example.com', 'https://app.example.com'],
    ['https://app.example.com:443', 'https://app.example.com'],
    ['http://localhost:80', 'http://localhost'],
    [' https://app.example.com', 'https://app.example.com'],
    ['https://app.example.com/path', 'https://app.example.com'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ['https:app.example.com', 'https://app.example.com'],
  ])('says for the origin %s that it is written %s', (given, right) => {
    const { option, message } = mistake({ cookie: 'a', trustedOrigins: ['https://first.example', given] })
    expect(option).toBe('tokenFrom.trustedOrigins[1]')
    expect(message).toBe(
      `tokenFrom.trustedOrigins[1] is '${given}'. An origin is written like this: ${right}`,
    )
  })

  it.each([
    undefined,
    null,
    7,
    '',
    'null',
    '*',
    'app.example.com',
    'https://*.example.com',
    'file:///a',
    'data:,a',
  ])('refuses the origin %j', (origin) => {
    const { option, message } = mistake({ cookie: 'a', trustedOrigins: [origin] })
    expect(option).toBe('tokenFrom.trustedOrigins[0]')
    expect(message).toContain('It must be an origin without wildcards, such as https://app.example.com.')
  })

  it('never shows a password', () => {
    const { message } = mistake({ cookie: 'a', trustedOrigins: ['https://alice:secret@app.example.com'] })
    expect(message).toContain('https://app.example.com')
    expect(message).not.toContain('secret')
  })

  it('refuses trustedOrigins next to a header', () => {
    expect(mistake({ header: 'x-token', trustedOrigins: [] })).toEqual({
      option: 'tokenFrom.trustedOrigins',
      message:
        'tokenFrom.trustedOrigins cannot be combined with tokenFrom.header. It is about requests with a cookie.',
    })
  })

  it.each([
    ['coookie', 'tokenFrom.cookie'],
    ['Header', 'tokenFrom.header'],
    ['trustedOrigin', 'tokenFrom.trustedOrigins'],
  ])('suggests the right name for %s', (name, right) => {
    expect(mistake({ [name]: 'x' }).message).toContain(`Did you mean to pass \`${right}\`?`)
  })

  it('ignores a polluted Object.prototype', async () => {
    const pollution = { header: 'x-evil', cookie: 'evil', trustedOrigins: ['https://evil.example'], 0: 'x' }
    await withPollution(pollution, () => {
      expect(mistake({}).option).toBe('tokenFrom')
      expect(resolve({ header: 'x-token' })).toEqual({ kind: 'header', name: 'x-token' })
      expect(resolve({ cookie: 'a' })).toEqual({ kind: 'cookie', name: 'a', trustedOrigins: new Set() })
    })
  })
})
