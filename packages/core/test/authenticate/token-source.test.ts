import { describe, expect, it } from 'vitest'
import { withPollution } from '../../../../test/support/pollution.ts'
import { readBearerToken } from '../../dist/authenticate/bearer.js'
import { findCredentials } from '../../dist/authenticate/token-source.js'

const rawHeaders = ['Authorization', 'Bearer abc', 'X-Token', 'def', 'Cookie', 'access=ghi']
const headers = { authorization: 'Bearer abc', 'x-token': 'def', cookie: 'access=ghi' }
const request = { method: 'GET', headers, rawHeaders }

/** What is found where tokens are not read from cookies. */
function found(credentials: string | readonly string[] | undefined): object {
  return { credentials, isCookie: undefined, isCrossOrigin: false }
}

describe('findCredentials in Authorization', () => {
  const source = { kind: 'authorization' } as const

  it('returns the value of the field and nothing else', () => {
    expect(findCredentials(source, request)).toEqual(found('Bearer abc'))
    expect(findCredentials(source, { ...request, headers: {} })).toEqual(found(undefined))
  })
})

describe('findCredentials in a header', () => {
  const source = { kind: 'header', name: 'x-token' } as const

  it('returns the value as a bearer token, without a look at Authorization', () => {
    expect(findCredentials(source, request)).toEqual(found('Bearer def'))
    expect(findCredentials(source, { ...request, headers: { authorization: 'Bearer abc' } })).toEqual(
      found(undefined),
    )
  })

  it('returns the values of several fields', () => {
    const twice = [...rawHeaders, 'x-token', 'def']
    expect(findCredentials(source, { ...request, rawHeaders: twice })).toEqual(found(['def', 'def']))
  })

  it.each(['', '   '])('finds no credentials in %j', (value) => {
    const { credentials } = findCredentials(source, { headers: { 'x-token': value } })
    expect(readBearerToken(credentials)).toEqual({ reason: 'no_credentials' })
  })
})

describe('findCredentials in a cookie', () => {
  const source = {
    kind: 'cookie',
    name: 'access',
    trustedOrigins: new Set(['https://app.example.com']),
  } as const
  const cookie = (fields: Readonly<Record<string, string>> = {}, method = 'POST') => ({
    method,
    headers: { host: 'api.example.com', cookie: 'access=ghi', ...fields },
  })

  it('returns the value as a bearer token', () => {
    expect(findCredentials(source, cookie())).toEqual({
      credentials: 'Bearer ghi',
      isCookie: true,
      isCrossOrigin: false,
    })
  })

  it.each(['Bearer abc', 'Bearer', 'Basic YTpi', 'junk', ''])(
    'prefers the Authorization field %j',
    (value) => {
      const preferred = findCredentials(
        source,
        cookie({ authorization: value, origin: 'https://evil.example' }),
      )
      expect(preferred).toEqual({ credentials: value, isCookie: false, isCrossOrigin: false })
    },
  )

  it('prefers several Authorization fields', () => {
    const twice = ['Authorization', 'Bearer a', 'Authorization', 'Bearer a']
    expect(findCredentials(source, { ...cookie(), rawHeaders: twice })).toEqual({
      credentials: ['Bearer a', 'Bearer a'],
      isCookie: false,
      isCrossOrigin: false,
    })
  })

  it.each(['', 'access=', 'Access=ghi'])('finds no credentials in the cookies %j', (value) => {
    expect(findCredentials(source, cookie({ cookie: value, origin: 'https://evil.example' }))).toEqual({
      credentials: undefined,
      isCookie: false,
      isCrossOrigin: false,
    })
  })

  it('returns the values of several cookies', () => {
    expect(findCredentials(source, cookie({ cookie: 'access=ghi; access=ghi' }))).toMatchObject({
      credentials: ['ghi', 'ghi'],
      isCookie: true,
    })
  })

  it.each([
    ['POST', 'https://evil.example', true],
    ['POST', 'https://api.example.com', false],
    ['POST', 'https://app.example.com', false],
    ['GET', 'https://evil.example', false],
  ])(
    'compares the origin of a request that may change something: %s from %s',
    (method, origin, isCrossOrigin) => {
      expect(findCredentials(source, cookie({ origin }, method))).toMatchObject({
        isCookie: true,
        isCrossOrigin,
      })
    },
  )
})

describe('findCredentials', () => {
  it('ignores a polluted Object.prototype', async () => {
    const pollution = { 0: 'polluted', isCookie: true, isCrossOrigin: true, credentials: 'polluted' }
    const cookieSource = { kind: 'cookie', name: 'access', trustedOrigins: new Set<string>() } as const
    await withPollution(pollution, () => {
      const empty = { method: 'GET', headers: {}, rawHeaders: [] }
      expect({ ...findCredentials({ kind: 'authorization' }, empty) }).toEqual(found(undefined))
      expect({ ...findCredentials({ kind: 'header', name: 'x-token' }, empty) }).toEqual(found(undefined))
      expect(findCredentials(cookieSource, { ...empty, headers: { cookie: 'a=1' } })).toEqual({
        credentials: undefined,
        isCookie: false,
        isCrossOrigin: false,
      })
    })
  })
})
