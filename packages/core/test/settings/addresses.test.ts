import { describe, expect, it } from 'vitest'
import { checkMetadataUrl, parseFetchableUrl, parseUrl } from '../../dist/settings/addresses.js'
import { ConfigurationError } from '../../dist/refusal/configuration-error.js'

describe('parseUrl', () => {
  it('reads a URL', () => {
    expect(parseUrl('https://example.com/a')?.href).toBe('https://example.com/a')
  })

  it.each([undefined, null, 7, '', 'example.com', '/a', new URL('https://example.com')])(
    'finds none in %o',
    (value) => {
      expect(parseUrl(value)).toBeUndefined()
    },
  )
})

const safe = [
  'https://example.com/',
  'https://127.0.0.1/',
  'http://localhost/',
  'http://pool.localhost:9229/',
  'http://127.255.255.255/',
  'http://[::1]/',
]
const unsafe = [
  'http://128.0.0.0/',
  'http://126.255.255.255/',
  'http://[::2]/',
  'http://notlocalhost/',
  'http://localhost.example.com/',
  'http://pool.localhost.example.com/',
  'https://user@example.com/',
  'https://:secret@example.com/',
  'http://user@localhost/',
  'ftp://localhost/',
  'urn:localhost',
]

describe.each([
  ['parseFetchableUrl', (url: string) => parseFetchableUrl(url, false)],
  ['checkMetadataUrl', (url: string) => readMetadataUrl(url)],
])('%s', (_, read) => {
  it.each(safe)('accepts %s', (url) => {
    expect(read(url)).toBe(url)
  })

  it.each(unsafe)('rejects %s', (url) => {
    expect(read(url)).toBeUndefined()
  })
})

/** What is accepted as the option `resourceMetadata`. */
function readMetadataUrl(value: string): string | undefined {
  try {
    return checkMetadataUrl({ option: 'resourceMetadata', value })
  } catch (error) {
    if (error instanceof ConfigurationError) return undefined
    throw error
  }
}

describe('parseFetchableUrl', () => {
  it('allows any host over http: if keys.fetch was passed, and nothing else', () => {
    expect(parseFetchableUrl('http://keys.internal/', true)).toBe('http://keys.internal/')
    expect(parseFetchableUrl('http://user@keys.internal/', true)).toBeUndefined()
    expect(parseFetchableUrl('ftp://keys.internal/', true)).toBeUndefined()
  })
})

describe('checkMetadataUrl', () => {
  it('returns undefined if there is no URL', () => {
    expect(checkMetadataUrl({ option: 'resourceMetadata', value: undefined })).toBeUndefined()
  })
})
