import { describe, expect, it } from 'vitest'
import { checkDomain } from '../../dist/resources/check-domain.js'
import { toldBy } from '../support/refusal.ts'

function check(value: unknown): string | undefined {
  return checkDomain({ option: 'domain', value })
}

describe('checkDomain', () => {
  it.each([
    ['auth.example.com', 'https://auth.example.com'],
    ['my-app.auth.us-east-1.amazoncognito.com', 'https://my-app.auth.us-east-1.amazoncognito.com'],
    ['auth.example.com:8443', 'https://auth.example.com:8443'],
    ['https://auth.example.com', 'https://auth.example.com'],
    ['https://auth.example.com:8443', 'https://auth.example.com:8443'],
    ['http://localhost:9229', 'http://localhost:9229'],
    ['http://auth.localhost:9229', 'http://auth.localhost:9229'],
    ['http://127.0.0.1:9229', 'http://127.0.0.1:9229'],
    ['http://[::1]:9229', 'http://[::1]:9229'],
    ['localhost:9229', 'https://localhost:9229'],
  ])('reads %s as the origin %s', (value, origin) => {
    expect(check(value)).toBe(origin)
  })

  it('is undefined without a domain', () => {
    expect(check(undefined)).toBeUndefined()
  })

  it.each([
    'my-app',
    'https://my-app',
    'auth.example.com/',
    'auth.example.com/login',
    'https://auth.example.com/',
    'https://auth.example.com/oauth2',
    'auth.example.com?a',
    'auth.example.com#a',
    'user@auth.example.com',
    'https://user:secret@auth.example.com',
    'http://auth.example.com',
    'ftp://auth.example.com',
    'Auth.example.com',
    'auth.example.com:443',
    'https://auth.example.com:443',
    ' auth.example.com',
    'auth.example.com\\evil',
    'auth example.com',
    '',
    null,
    7,
    ['auth.example.com'],
    new URL('https://auth.example.com'),
  ])('rejects %j', (value) => {
    const told = toldBy(() => check(value))
    expect(told.option).toBe('domain')
    expect(told.shown).not.toContain('secret')
    expect(told.allowed).toBe(
      'the host of the managed login, for example auth.example.com or my-app.auth.us-east-1.amazoncognito.com, or ' +
        'its https: origin, without path, query and credentials; http: is allowed on loopback',
    )
  })
})
