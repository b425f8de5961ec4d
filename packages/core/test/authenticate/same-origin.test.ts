import { describe, expect, it } from 'vitest'
import { withPollution } from '../../../../test/support/pollution.ts'
import type { RequestFields } from '../../dist/authenticate/request-field.js'
import { isFromTrustedOrigin, isSafeAcrossOrigins } from '../../dist/authenticate/same-origin.js'

/** A request with these fields: names and values in turn. */
function requestOf(rawHeaders: readonly string[], method = 'POST'): RequestFields {
  const headers: Record<string, string> = {}
  for (let index = 0; index < rawHeaders.length; index += 2)
    headers[rawHeaders[index]?.toLowerCase() ?? ''] = rawHeaders[index + 1] ?? ''
  return { method, headers, rawHeaders }
}

describe('isSafeAcrossOrigins', () => {
  it.each(['GET', 'HEAD', 'OPTIONS'])('is true for %s', (method) => {
    expect(isSafeAcrossOrigins(requestOf(['Host', 'a'], method))).toBe(true)
  })

  it.each([
    'POST',
    'PUT',
    'PATCH',
    'DELETE',
    'TRACE',
    'CONNECT',
    'QUERY',
    'PROPFIND',
    'get',
    'Get',
    'GET ',
    '',
  ])('is false for %j', (method) => {
    expect(isSafeAcrossOrigins(requestOf(['Host', 'a'], method))).toBe(false)
  })

  it('is false for a request without a method', () => {
    expect(isSafeAcrossOrigins({ headers: {} })).toBe(false)
  })

  it.each(['websocket', 'h2c', ''])('is false for a request that asks for the upgrade %j', (protocol) => {
    expect(isSafeAcrossOrigins(requestOf(['Upgrade', protocol], 'GET'))).toBe(false)
  })

  it('does not read a method from another place', () => {
    const overrides = ['X-HTTP-Method-Override', 'GET', 'X-Method-Override', 'GET', 'X-HTTP-Method', 'GET']
    expect(isSafeAcrossOrigins(requestOf(overrides))).toBe(false)
  })

  it('finds an upgrade that Node left out because Object.prototype has its name', async () => {
    const request = { method: 'GET', headers: {}, rawHeaders: ['Upgrade', 'websocket'] }
    expect(await withPollution({ upgrade: '' }, () => isSafeAcrossOrigins(request))).toBe(false)
  })
})

describe('isFromTrustedOrigin', () => {
  const trusted = new Set(['https://app.example.com', 'https://other.example:8443'])
  const isTrusted = (...fields: readonly string[]) => isFromTrustedOrigin(requestOf(fields), trusted)
  const host = ['Host', 'api.example.com'] as const

  it('is true without Origin and Sec-Fetch-Site, as no browser sends it', () => {
    expect(isTrusted(...host)).toBe(true)
    expect(isTrusted()).toBe(true)
  })

  describe('of an origin in trustedOrigins', () => {
    it.each(['cross-site', 'same-site', 'same-origin', 'none', ''])(
      'is true, whatever Sec-Fetch-Site says: %j',
      (site) => {
        expect(isTrusted(...host, 'Origin', 'https://app.example.com', 'Sec-Fetch-Site', site)).toBe(true)
      },
    )

    it('is true without Sec-Fetch-Site, and for its own port', () => {
      expect(isTrusted(...host, 'Origin', 'https://app.example.com')).toBe(true)
      expect(isTrusted(...host, 'Origin', 'https://other.example:8443')).toBe(true)
    })

    it.each([
      'http://app.example.com',
      'https://app.example.com:8443',
      'https://other.example',
      'https://app.example.com/',
      'https://APP.example.com',
      'https://app.example.com.evil.example',
      'https://evil.app.example.com',
      'app.example.com',
      'null',
      '',
    ])('is false for %j, which is not the same', (origin) => {
      expect(isTrusted(...host, 'Origin', origin)).toBe(false)
    })
  })

  describe('with Sec-Fetch-Site', () => {
    it.each(['same-origin', 'none'])('is true for %s, whatever the host', (site) => {
      expect(
        isTrusted('Host', 'internal:3000', 'Origin', 'https://api.example.com', 'Sec-Fetch-Site', site),
      ).toBe(true)
      expect(isTrusted('Sec-Fetch-Site', site)).toBe(true)
    })

    it.each([
      'cross-site',
      'same-site',
      '',
      'null',
      'Same-Origin',
      'same-origin, none',
      '"same-origin"',
      'x',
    ])('is false for %j, also if Origin has the host of the request', (site) => {
      expect(isTrusted(...host, 'Origin', 'https://api.example.com', 'Sec-Fetch-Site', site)).toBe(false)
      expect(isTrusted(...host, 'Sec-Fetch-Site', site)).toBe(false)
    })
  })

  describe('with Origin alone', () => {
    it.each([
      ['https://api.example.com', 'api.example.com'],
      ['http://api.example.com', 'api.example.com'],
      ['https://api.example.com', 'API.Example.COM'],
      ['HTTPS://API.example.com', 'api.example.com'],
      ['https://api.example.com', 'api.example.com:443'],
      ['https://api.example.com:443', 'api.example.com'],
      ['http://api.example.com', 'api.example.com:80'],
      ['https://api.example.com:8443', 'api.example.com:8443'],
      ['http://127.0.0.1:3000', '127.0.0.1:3000'],
      ['http://localhost:3000', 'localhost:3000'],
      ['http://[::1]:3000', '[::1]:3000'],
      ['https://[2001:DB8::1]', '[2001:db8::1]'],
      ['https://[2001:db8::1]', '[2001:db8::1]:443'],
      ['https://my_api.example.com', 'my_api.example.com'],
    ])('is true for %s sent to %s', (origin, to) => {
      expect(isTrusted('Host', to, 'Origin', origin)).toBe(true)
    })

    it.each([
      ['https://evil.example', 'api.example.com'],
      ['https://example.com', 'api.example.com'],
      ['https://evil.api.example.com', 'api.example.com'],
      ['https://api.example.com.evil.example', 'api.example.com'],
      ['https://api.example.comm', 'api.example.com'],
      ['https://api-example.com', 'api.example.com'],
      ['https://api.example.com.', 'api.example.com'],
      ['https://api.example.com:8443', 'api.example.com'],
      ['https://api.example.com', 'api.example.com:8443'],
      ['https://api.example.com', 'api.example.com:80'],
      ['http://api.example.com', 'api.example.com:443'],
      ['https://api.example.com:0443', 'api.example.com'],
      ['https://api.example.com:', 'api.example.com'],
      ['https://api.example.com', 'api.example.com:'],
      ['http://[::1]:3000', '[::2]:3000'],
      ['http://::1', '::1'],
      ['null', 'null'],
      ['', ''],
      ['', 'api.example.com'],
      ['api.example.com', 'api.example.com'],
      ['//api.example.com', 'api.example.com'],
      ['https:api.example.com', 'api.example.com'],
      ['file://api.example.com', 'api.example.com'],
      ['chrome-extension://api.example.com', 'api.example.com'],
      ['https://api.example.com/', 'api.example.com'],
      ['https://api.example.com/', 'api.example.com/'],
      ['https://user@api.example.com', 'api.example.com'],
      ['https://user@api.example.com', 'user@api.example.com'],
      ['https://evil.example#api.example.com', 'api.example.com'],
      ['https://evil.example\\@api.example.com', 'api.example.com'],
      ['https://api.example.com https://api.example.com', 'api.example.com'],
      ['https://api.example.com, https://api.example.com', 'api.example.com'],
      ['https://api.example.com\tx', 'api.example.com\tx'],
      ['https://', ''],
      ['https://:443', ':443'],
    ])('is false for %j sent to %j', (origin, to) => {
      expect(isTrusted('Host', to, 'Origin', origin)).toBe(false)
    })

    it('is false if the request names no host', () => {
      expect(isTrusted('Origin', 'https://api.example.com')).toBe(false)
    })

    it('reads the host of an HTTP/2 request', () => {
      const origin = ['origin', 'https://api.example.com'] as const
      expect(isTrusted(':authority', 'api.example.com', ...origin)).toBe(true)
      expect(isTrusted(':authority', 'api.example.com', ...host, ...origin)).toBe(true)
      expect(isTrusted(':authority', 'evil.example', ...origin)).toBe(false)
      expect(isTrusted(':authority', 'evil.example', ...host, ...origin)).toBe(false)
      expect(isTrusted(':authority', 'api.example.com', 'host', 'evil.example', ...origin)).toBe(false)
    })

    it.each(['X-Forwarded-Host', 'Forwarded', 'X-Forwarded-Server', 'X-Original-Host', 'X-Host'])(
      'does not read the host from %s',
      (name) => {
        const value = name === 'Forwarded' ? 'host=evil.example' : 'evil.example'
        expect(isTrusted(...host, 'Origin', 'https://evil.example', name, value)).toBe(false)
        expect(isTrusted(...host, 'Origin', 'https://api.example.com', name, value)).toBe(true)
      },
    )
  })

  describe('with a field that was sent twice', () => {
    it.each([
      ['Origin', 'https://app.example.com'],
      ['Origin', 'https://api.example.com'],
      ['Sec-Fetch-Site', 'same-origin'],
    ])('is false for %s, also if the values are equal', (name, value) => {
      expect(isTrusted(...host, name, value, name, value)).toBe(false)
      expect(isTrusted(...host, 'Sec-Fetch-Site', 'same-origin', name, value, name, value)).toBe(false)
    })

    it('is false for Sec-Fetch-Site, also from a trusted origin', () => {
      const twice = ['Sec-Fetch-Site', 'same-origin', 'Sec-Fetch-Site', 'same-origin']
      expect(isTrusted(...host, 'Origin', 'https://app.example.com', ...twice)).toBe(false)
    })

    it('is false for Host, if Host decides', () => {
      const twice = [...host, ...host, 'Origin', 'https://api.example.com'] as const
      expect(isTrusted(...twice)).toBe(false)
      expect(isTrusted(...twice, 'Sec-Fetch-Site', 'same-origin')).toBe(true)
    })
  })

  it('ignores a polluted Object.prototype', async () => {
    const fromEvil = requestOf([...host, 'Origin', 'https://evil.example'])
    const cross = requestOf([...host, 'Sec-Fetch-Site', 'cross-site'])
    const pollution = {
      origin: 'https://app.example.com',
      'sec-fetch-site': 'same-origin',
      ':authority': 'evil.example',
      name: 'evil.example',
      port: '443',
    }
    await withPollution(pollution, () => {
      expect(isFromTrustedOrigin(fromEvil, trusted)).toBe(false)
      expect(isFromTrustedOrigin(cross, trusted)).toBe(false)
      expect(isTrusted(...host, 'Origin', 'https://api.example.com')).toBe(true)
    })
  })
})
