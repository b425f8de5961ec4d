import { describe, expect, it } from 'vitest'
import { parseUrl } from '../../dist/settings/addresses.js'

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
