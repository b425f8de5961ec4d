import { describe, expect, it } from 'vitest'
import { secretsHider, showAddress } from '../../dist/keys/hide-secrets.js'

describe('showAddress', () => {
  it.each([
    ['https://keys.example.com/pool/jwks.json', 'https://keys.example.com/pool/jwks.json'],
    ['https://keys.example.com:8443/jwks.json?key=secret', 'https://keys.example.com:8443/jwks.json'],
    ['https://user:secret@keys.example.com/jwks.json#secret', 'https://keys.example.com/jwks.json'],
    ['HTTPS:\\\\user:secret@keys.example.com/jwks.json', 'https://keys.example.com/jwks.json'],
    ['https:user:secret@keys.example.com/jwks.json', 'https://keys.example.com/jwks.json'],
    ['https://user:sec@ret@keys.example.com/jwks.json', 'https://keys.example.com/jwks.json'],
    ['http://[::1]:9229/jwks.json', 'http://[::1]:9229/jwks.json'],
    ['file:///app/secrets.js:1:2', 'file:///app/secrets.js:1:2'],
    ['https://user:secret@', '…'],
    ['secret', '…'],
  ])('shows %s as %s', (address, shown) => {
    expect(showAddress(address)).toBe(shown)
  })
})

describe('secretsHider', () => {
  const address = 'https://user:pass%20word@keys.example.com/jwks.json?token=s%2Fcret&a=b'
  const hide = secretsHider(address)

  it.each([
    [`Failed to parse URL from ${address}`, 'Failed to parse URL from https://keys.example.com/jwks.json'],
    [`"${address}" is not valid`, '"https://keys.example.com/jwks.json" is not valid'],
    ['no answer to GET /jwks.json?token=s%2Fcret&a=b', 'no answer to GET /jwks.json…'],
    ['the password is pass%20word', 'the password is …'],
    ['the password is pass word', 'the password is …'],
    ['https://user:pass word@keys.example.com/', '…'],
    ['user:pass%20word@keys.example.com', '…@keys.example.com'],
    ['https:admin:hunter2@proxy.example.com failed', '…@proxy.example.com failed'],
    ['no proxy at admin:hunter2@proxy.example.com:3128', 'no proxy at …@proxy.example.com:3128'],
    [
      `proxy "http://admin:'hunter2"@proxy.example.com:3128" failed`,
      'proxy "http://proxy.example.com:3128/" failed',
    ],
    ['http://admin:<hunter2>@proxy.example.com', 'http://proxy.example.com/'],
    ['the query token=s%2Fcret', 'the query token=…'],
    ['the token s/cret was rejected', 'the token … was rejected'],
    ['the token s%2Fcret was rejected', 'the token … was rejected'],
    [
      'proxy http://admin:hunter2@proxy.example.com:3128 failed',
      'proxy http://proxy.example.com:3128/ failed',
    ],
    ['getaddrinfo ENOTFOUND keys.example.com', 'getaddrinfo ENOTFOUND keys.example.com'],
    ['connect ECONNREFUSED 127.0.0.1:443', 'connect ECONNREFUSED 127.0.0.1:443'],
  ])('turns %s into %s', (text, shown) => {
    expect(hide(text)).not.toMatch(/pass.*word@|s\/cret|hunter2/)
    expect(hide(text)).toContain(shown)
  })

  it('leaves paths and positions in a stack trace alone', () => {
    const stack = 'at send (file:///app/node_modules/.pnpm/got@14.0.0/index.js:1:2)'
    expect(hide(stack)).toBe(stack)
  })

  it('cuts a long text at a blank, and takes little time for it', () => {
    const begin = performance.now()
    expect(hide(`${'a '.repeat(990)}http://admin:hunter2@proxy.example.com`)).toBe(`${'a '.repeat(990)}…`)
    for (const text of ['a.', '::', 'a:', 'a://', '@:', 'a@']) hide(text.repeat(100_000))
    expect(performance.now() - begin).toBeLessThan(1000)
  })

  it('leaves a text alone when the address has no secrets', () => {
    const text = 'getaddrinfo ENOTFOUND keys.example.com at https://keys.example.com/jwks.json'
    expect(secretsHider('https://keys.example.com/jwks.json')(text)).toBe(text)
  })

  it('accepts credentials that are not percent-encoded text', () => {
    expect(secretsHider('https://user:100%secret@keys.example.com/')('100%secret')).toBe('…')
  })
})
