import { describe, expect, it } from 'vitest'
import { formatDistance, formatMoment } from '../dist/moment.js'

const now = Date.UTC(2026, 0, 1, 12) / 1000

describe('formatDistance', () => {
  it.each([
    [0, 'right now'],
    [1, 'in 1 second'],
    [-1, '1 second ago'],
    [119, 'in 119 seconds'],
    [120, 'in 2 minutes'],
    [-179, '2 minutes ago'],
    [7199, 'in 119 minutes'],
    [7200, 'in 2 hours'],
    [-172_799, '47 hours ago'],
    [-172_800, '2 days ago'],
    [86_400 * 3650, 'in 3,650 days'],
  ])('says of %i seconds: %s', (seconds, expected) => {
    expect(formatDistance(now + seconds, now)).toBe(expected)
  })

  it('counts from the beginning of the second', () => {
    expect(formatDistance(now + 60, now + 0.9)).toBe('in 60 seconds')
  })
})

describe('formatMoment', () => {
  it('adds the time in full', () => {
    expect(formatMoment(now + 720, now)).toBe('in 12 minutes (2026-01-01T12:12:00Z)')
    expect(formatMoment(now + 0.5, now)).toBe('right now (2026-01-01T12:00:00.500Z)')
  })

  it('accepts the last time that a Date can represent, and later ones', () => {
    expect(formatMoment(8.64e12, now)).toContain('(+275760-09-13T00:00:00Z)')
    expect(formatMoment(8.65e12, now)).toContain('(out of range)')
    expect(formatMoment(-1e300, now)).toContain('(out of range)')
  })
})
