import { describe, expect, it } from 'vitest'
import { checkPage } from '../dist/revocation-store.js'
import { entry } from './support/entries.ts'

const page = { entries: [entry()], cursor: '2', lost: false, more: false }

describe('a page of a store', () => {
  it.each([
    page,
    { ...page, more: true },
    { ...page, skipped: 3 },
    { ...page, entries: [], cursor: undefined },
    { ...page, lost: true, cursor: undefined },
    { ...page, entries: [], lost: true, cursor: '1', more: true },
  ])('may be %j', (value) => {
    expect(checkPage(value, '1')).toBe(value)
  })

  it.each([
    [undefined, 'no object'],
    [null, 'no object'],
    ['page', 'no object'],
    [{ ...page, entries: 'none' }, '`entries` that are no array'],
    [{ ...page, cursor: 2 }, 'a `cursor` that is no string'],
    [{ ...page, lost: undefined }, '`lost` that is no boolean'],
    [{ ...page, more: 'no' }, '`more` that is no boolean'],
    [{ ...page, skipped: 0.5 }, '`skipped` that is no whole number'],
    [{ ...page, cursor: undefined }, '`entries` without a `cursor`'],
    [{ ...page, cursor: '1', more: true }, '`more` with the cursor that it was passed'],
  ])('may not be %j', (value, what) => {
    const message = `readAfter() of the revocation store returned ${what}`
    expect(() => checkPage(value, '1')).toThrow(new TypeError(message))
  })
})
