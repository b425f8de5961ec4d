import { describe, expect, it } from 'vitest'
import { checkIdentifier } from '../../dist/resources/check-identifier.js'
import { toldBy } from '../support/refusal.ts'

function check(value: unknown): string {
  return checkIdentifier({ option: 'resource', value })
}

describe('checkIdentifier', () => {
  it.each([
    'https://api.example.com',
    'https://api.example.com/',
    'https://api.example.com:8443/mcp',
    'https://api.example.com/mcp/',
    'https://api.example.com/a/b',
    'https://api.example.com//a',
    'https://api.example.com/a:b,c',
    'https://api.example.com/caf%C3%A9',
    'http://localhost:3000/mcp',
    'http://127.0.0.1:3000',
    'http://[::1]/',
    'http://api.localhost/mcp',
  ])('accepts %s', (value) => {
    expect(check(value)).toBe(value)
  })

  it.each([
    ['HTTPS://api.example.com/mcp', 'https://api.example.com/mcp'],
    ['https://API.example.com/mcp', 'https://api.example.com/mcp'],
    ['https://api.example.com:443/mcp', 'https://api.example.com/mcp'],
    ['https://api.example.com:443', 'https://api.example.com/'],
    ['https://api.example.com/a/../mcp', 'https://api.example.com/mcp'],
    ['https://api.example.com\\mcp', 'https://api.example.com/mcp'],
    ['https:api.example.com/mcp', 'https://api.example.com/mcp'],
    ['https://api.example.com/café', 'https://api.example.com/caf%C3%A9'],
    ['https://api.example.com/a b', 'https://api.example.com/a%20b'],
    [' https://api.example.com/mcp', 'https://api.example.com/mcp'],
    ['http://127.1/mcp', 'http://127.0.0.1/mcp'],
  ])('shows the right spelling of %s', (value, right) => {
    expect(toldBy(() => check(value))).toMatchObject({
      option: 'resource',
      allowed: `spelled as URL writes it: ${right}`,
    })
  })

  it.each([
    'http://api.example.com/mcp',
    'ftp://localhost/mcp',
    'https://api.example.com/mcp?',
    'https://api.example.com/mcp?a=b',
    'https://api.example.com/mcp#',
    'https://api.example.com/mcp#a',
    'https://user@api.example.com/mcp',
    'https://user:secret@api.example.com/mcp',
    'api.example.com',
    '/mcp',
    '',
  ])('rejects %s', (value) => {
    const told = toldBy(() => check(value))
    expect(told.option).toBe('resource')
    expect(told.shown).not.toContain('secret')
    expect(told.allowed).toBe(
      'an https: URL without query, fragment and credentials, for example https://api.example.com/mcp; http: is ' +
        'allowed on loopback',
    )
  })

  it.each([undefined, null, 7, {}, ['https://api.example.com'], new URL('https://api.example.com')])(
    'rejects %o',
    (value) => {
      expect(toldBy(() => check(value)).allowed).toContain('an https: URL without query')
    },
  )
})
