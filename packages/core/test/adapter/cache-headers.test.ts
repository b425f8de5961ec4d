import { describe, expect, it } from 'vitest'
import { cacheHeaders } from '../../dist/adapter/cache-headers.js'

/** The headers for a response that has these already. */
function headersFor(isCookie: boolean, existing: Readonly<Record<string, string | readonly string[]>> = {}) {
  return cacheHeaders(isCookie, (name) => existing[name])
}

describe('cacheHeaders', () => {
  it('says that a response depends on cookies, and with a cookie that it is for one user only', () => {
    expect(headersFor(false)).toEqual({ Vary: 'Cookie' })
    expect(headersFor(true)).toEqual({ Vary: 'Cookie', 'Cache-Control': 'private' })
  })

  it('keeps a Cache-Control that the response has already', () => {
    expect(headersFor(true, { 'Cache-Control': 'no-store' })).toEqual({ Vary: 'Cookie' })
  })

  it.each([
    ['', 'Cookie'],
    ['Origin', 'Origin, Cookie'],
    ['Accept-Encoding, Origin', 'Accept-Encoding, Origin, Cookie'],
    [['Origin', 'Accept'], 'Origin, Accept, Cookie'],
    ['Cookie2', 'Cookie2, Cookie'],
    ['X-Cookie', 'X-Cookie, Cookie'],
    // Cookie is in there
    ['Cookie', 'Cookie'],
    ['cookie', 'cookie'],
    ['Origin, COOKIE ,Accept', 'Origin, COOKIE ,Accept'],
    [['Origin', 'Cookie'], 'Origin, Cookie'],
    ['*', '*'],
    ['Origin, *', 'Origin, *'],
  ])('adds Cookie to the Vary %j: %j', (existing, vary) => {
    expect(headersFor(false, { Vary: existing })).toEqual({ Vary: vary })
  })
})
