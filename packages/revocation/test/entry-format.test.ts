import { describe, expect, it } from 'vitest'
import { fieldsOf, revocationOf } from '../dist/entry-format.js'
import { entry } from './support/entries.ts'
import { now } from './support/principals.ts'

const user = entry({ kind: 'user', id: 'alice', before: now })
const fields = [
  'v',
  '1',
  'k',
  'user',
  'p',
  'us-east-1_EXAMPLE1',
  'i',
  'alice',
  'b',
  '1800000000',
  'u',
  '1800086700',
]

/** The fields with one of them replaced. */
function having(name: string, value: string): readonly string[] {
  return fields.with(fields.indexOf(name) + 1, value)
}

describe('fieldsOf', () => {
  it('writes the fields in their order', () => {
    expect(fieldsOf(user)).toEqual(fields)
  })

  it('writes 0 for the time of a sign-in, and no id for a pool', () => {
    expect(fieldsOf(entry()).slice(8, 10)).toEqual(['b', '0'])
    expect(fieldsOf(entry({ kind: 'pool', id: '', before: now })).slice(6, 8)).toEqual(['i', ''])
  })
})

describe('revocationOf', () => {
  it.each([
    entry(),
    user,
    entry({ kind: 'client', id: 'web', before: 0 }),
    entry({ kind: 'pool', id: '', before: now }),
  ])('reads what fieldsOf writes for a $kind', (written) => {
    expect(revocationOf(fieldsOf(written))).toEqual(written)
  })

  it('passes over fields that a later version adds', () => {
    expect(revocationOf([...fields, 'x', 'y'])).toEqual(user)
  })

  it('takes no id from the entry of a pool', () => {
    const pool = ['v', '1', 'k', 'pool', 'p', 'us-east-1_EXAMPLE1', 'i', 'x', 'b', '1', 'u', '2']
    expect(revocationOf(pool)).toEqual(entry({ kind: 'pool', id: '', before: 1, until: 2 }))
  })

  it.each([
    ['of another version', having('v', '2')],
    ['of another kind', having('k', 'group')],
    ['of no pool', having('p', 'nowhere')],
    ['without an id', having('i', '')],
    ['with a time that is no number', having('b', 'yesterday')],
    ['with a negative time', having('b', '-1')],
    ['with a fraction of a second', having('u', '1.5')],
    ['with a time that no clock shows', having('u', '9'.repeat(16))],
    ['with a time for a sign-in', having('k', 'sign-in')],
    ['with fields in another order', [...fields.slice(2), ...fields.slice(0, 2)]],
    ['with a field missing', fields.slice(0, 10)],
    ['without fields', []],
    ['with a field of another name', fields.with(10, 'until')],
    ['with bytes for text', fields.map((text) => Buffer.from(text))],
  ])('returns `undefined` for an entry %s', (_what, malformed) => {
    expect(revocationOf(malformed)).toBeUndefined()
  })
})
