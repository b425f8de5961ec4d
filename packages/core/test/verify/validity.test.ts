import { describe, expect, it } from 'vitest'
import { checkValidity, readValidity } from '../../dist/verify/validity.js'
import { now, setClock, useFrozenClock } from '../support/clock.ts'

useFrozenClock()

/** Reads times that must be valid. */
function validityOf(times: Record<string, unknown>, graceSeconds = 0) {
  const validity = readValidity(times, graceSeconds)
  if (typeof validity === 'string') throw new Error(validity)
  return validity
}

describe('readValidity', () => {
  it('reads exp and nbf in milliseconds', () => {
    expect(validityOf({ exp: now + 60, nbf: now + 10 })).toEqual({
      fromMs: (now + 10) * 1000,
      untilMs: (now + 60) * 1000,
    })
  })

  it('needs no nbf', () => {
    expect(validityOf({ exp: now + 60 })).toEqual({ fromMs: -Infinity, untilMs: (now + 60) * 1000 })
  })

  it('adds the clock tolerance on both sides', () => {
    expect(validityOf({ exp: now + 60, nbf: now + 10 }, 5)).toEqual({
      fromMs: (now + 5) * 1000,
      untilMs: (now + 65) * 1000,
    })
  })

  it.each([undefined, null, '1', true, Number.NaN, Infinity, -Infinity, {}, [now]])(
    'returns expiry_missing for the exp %s',
    (exp) => {
      expect(readValidity({ exp }, 0)).toBe('expiry_missing')
    },
  )

  it.each([null, '1', true, {}, [now]])('returns not_yet_valid for the nbf %s', (nbf) => {
    expect(readValidity({ exp: now + 1, nbf }, 0)).toBe('not_yet_valid')
  })
})

describe('checkValidity', () => {
  it('accepts a token from nbf on and before exp', () => {
    const validity = validityOf({ exp: now + 60, nbf: now + 10 })
    expect(checkValidity(validity)).toBe('not_yet_valid')
    setClock(9.999)
    expect(checkValidity(validity)).toBe('not_yet_valid')
    setClock(10)
    expect(checkValidity(validity)).toBeUndefined()
    setClock(59.999)
    expect(checkValidity(validity)).toBeUndefined()
    setClock(60)
    expect(checkValidity(validity)).toBe('expired')
  })

  it('extends both ends by the clock tolerance', () => {
    const validity = validityOf({ exp: now + 60, nbf: now + 10 }, 5)
    setClock(4.999)
    expect(checkValidity(validity)).toBe('not_yet_valid')
    setClock(5)
    expect(checkValidity(validity)).toBeUndefined()
    setClock(64.999)
    expect(checkValidity(validity)).toBeUndefined()
    setClock(65)
    expect(checkValidity(validity)).toBe('expired')
  })

  it.each([Number.NaN, Infinity])('never accepts a token with the nbf %s', (nbf) => {
    expect(checkValidity(validityOf({ exp: 1e300, nbf }))).toBe('not_yet_valid')
  })

  it('names the expiry of a token that is expired and not yet valid', () => {
    expect(checkValidity(validityOf({ exp: now - 1, nbf: now + 1 }))).toBe('expired')
  })

  it('checks the time that it is given', () => {
    const validity = validityOf({ exp: now + 60 })
    expect(checkValidity(validity, (now + 60) * 1000 - 1)).toBeUndefined()
    expect(checkValidity(validity, (now + 60) * 1000)).toBe('expired')
  })
})
