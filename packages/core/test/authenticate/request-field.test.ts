import { describe, expect, it } from 'vitest'
import { withPollution } from '../../../../test/support/pollution.ts'
import { readField } from '../../dist/authenticate/request-field.js'

describe('readField', () => {
  it('returns the value of a field, in any spelling, or undefined', () => {
    const headers = { origin: 'https://a.example' }
    for (const name of ['origin', 'Origin', 'ORIGIN'])
      expect(readField({ headers, rawHeaders: [name, 'https://a.example'] }, 'origin')).toBe(
        'https://a.example',
      )
    expect(readField({ headers }, 'origin')).toBe('https://a.example')
    expect(readField({ headers, rawHeaders: ['Origin', 'https://a.example'] }, 'host')).toBeUndefined()
  })

  it('returns an empty value', () => {
    expect(readField({ headers: { origin: '' }, rawHeaders: ['Origin', ''] }, 'origin')).toBe('')
  })

  it('returns all values of a repeated field', () => {
    const rawHeaders = ['Origin', 'a', 'Host', 'b', 'ORIGIN', 'c']
    expect(readField({ headers: { origin: 'a, c', host: 'b' }, rawHeaders }, 'origin')).toEqual(['a', 'c'])
  })

  it('returns what a middleware has put in place of the field', () => {
    const rawHeaders = ['X-Token', 'abc']
    expect(readField({ headers: { 'x-token': 'other' }, rawHeaders }, 'x-token')).toBe('other')
    expect(readField({ headers: {}, rawHeaders }, 'x-token')).toBeUndefined()
  })

  it('returns what was received if Object.prototype is polluted with the name of the field', async () => {
    const rawHeaders = ['Cookie', 'a=1', 'Host', 'api.example.com']
    await withPollution(
      { cookie: 'a=polluted', host: 'evil.example', origin: 'https://evil.example' },
      () => {
        // Node adds the value of a field to what is inherited, or leaves the field out.
        const headers = { cookie: 'a=polluted; a=1' }
        expect(readField({ headers, rawHeaders }, 'cookie')).toBe('a=1')
        expect(readField({ headers, rawHeaders }, 'host')).toBe('api.example.com')
        expect(readField({ headers, rawHeaders }, 'origin')).toBeUndefined()
      },
    )
  })

  it.each(['constructor', '__proto__', 'toString'])('reads no inherited %s', (name) => {
    expect(readField({ headers: {}, rawHeaders: ['Host', 'a'] }, name)).toBeUndefined()
    expect(readField({ headers: {}, rawHeaders: [name, 'sent'] }, name)).toBe('sent')
  })
})
