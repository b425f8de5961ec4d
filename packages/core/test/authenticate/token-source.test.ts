import { describe, expect, it } from 'vitest'
import { readBearerToken } from '../../dist/authenticate/bearer.js'
import { findCredentials } from '../../dist/authenticate/token-source.js'

const rawHeaders = ['Authorization', 'Bearer abc', 'X-Token', 'def', 'Cookie', 'access=ghi']
const headers = { authorization: 'Bearer abc', 'x-token': 'def', cookie: 'access=ghi' }
const request = { method: 'GET', headers, rawHeaders }

describe('findCredentials in Authorization', () => {
  const source = { kind: 'authorization' } as const

  it('returns the value of the field and nothing else', () => {
    expect(findCredentials(source, request)).toEqual({ credentials: 'Bearer abc' })
    expect(findCredentials(source, { ...request, headers: {} })).toEqual({ credentials: undefined })
  })
})

describe('findCredentials in a header', () => {
  const source = { kind: 'header', name: 'x-token' } as const

  it('returns the value as a bearer token, without a look at Authorization', () => {
    expect(findCredentials(source, request)).toEqual({ credentials: 'Bearer def' })
    expect(findCredentials(source, { ...request, headers: { authorization: 'Bearer abc' } })).toEqual({
      credentials: undefined,
    })
  })

  it('returns the values of several fields', () => {
    const twice = [...rawHeaders, 'x-token', 'def']
    expect(findCredentials(source, { ...request, rawHeaders: twice })).toEqual({
      credentials: ['def', 'def'],
    })
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
      const found = findCredentials(source, cookie({ authorization: value, origin: 'https://evil.example' }))
      expect(found).toEqual({ credentials: value, isCookie: false })
    },
  )

  it('prefers several Authorization fields', () => {
    const twice = ['Authorization', 'Bearer a', 'Authorization', 'Bearer a']
    expect(findCredentials(source, { ...cookie(), rawHeaders: twice })).toEqual({
      credentials: ['Bearer a', 'Bearer a'],
      isCookie: false,
    })
  })

  it.each(['', 'access=', 'Access=ghi'])('finds no credentials in the cookies %j', (value) => {
    expect(findCredentials(source, cookie({ cookie: value, origin: 'https://evil.example' }))).toEqual({
      credentials: undefined,
      isCookie: false,
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
