import { describe, expect, it } from 'vitest'
import { checkDomain } from '../../dist/settings/domain.js'

const check = (value: unknown) => checkDomain({ option: 'domain', value })

describe('checkDomain', () => {
  it.each([
    ['auth.example.com', 'https://auth.example.com'],
    ['https://auth.example.com', 'https://auth.example.com'],
    ['http://[::1]:9229', 'http://[::1]:9229'],
    ['http://auth.localhost:9229', 'http://auth.localhost:9229'],
    ['auth.example.com:8443', 'https://auth.example.com:8443'],
    ['https://auth.example.com:8443', 'https://auth.example.com:8443'],
    ['localhost:9229', 'https://localhost:9229'],
    ['example.auth.us-east-1.amazoncognito.com', 'https://example.auth.us-east-1.amazoncognito.com'],
    ['http://localhost:9229', 'http://localhost:9229'],
    ['http://127.0.0.1:9229', 'http://127.0.0.1:9229'],
  ])('accepts %s', (value, origin) => {
    expect(check(value)).toBe(origin)
  })

  it.each([
    undefined,
    null,
    7,
    '',
    'https://',
    'my-app',
    'https://my-app',
    'Auth.example.com',
    'auth.example.com/',
    'https://auth.example.com/',
    'auth.example.com:443',
    'auth.example.com\\evil',
    new URL('https://auth.example.com'),
    'http://auth.example.com',
    'ftp://auth.example.com',
    'auth.example.com/login',
    'https://auth.example.com/login',
    'auth.example.com?a',
    'auth.example.com#a',
    'user@auth.example.com',
    'https://:secret@auth.example.com',
    'auth example com',
    ' auth.example.com',
    ['auth.example.com'],
  ])('rejects %j', (value) => {
    expect(() => check(value)).toThrow(/^domain is .*\. It must be the host of the managed login/)
  })

  it('does not show a password', () => {
    expect(() => check('user:secret@auth.example.com')).toThrow("domain is '…@auth.example.com'")
  })
})
