import { describe, expect, it } from 'vitest'
import { paint, table, wrap } from '../dist/layout.js'

describe('wrap', () => {
  it('fills lines to the last column', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three'])
    expect(wrap('one two three', 6)).toEqual(['one', 'two', 'three'])
  })

  it('breaks words that are longer than a line', () => {
    expect(wrap('a bcdefgh i', 3)).toEqual(['a', 'bcd', 'efg', 'h i'])
  })

  it('has lines of 100 columns unless told otherwise', () => {
    expect(wrap('a'.repeat(100))).toHaveLength(1)
    expect(wrap('a'.repeat(101))).toHaveLength(2)
  })
})

describe('table', () => {
  it('aligns labels and texts within 100 columns', () => {
    const long = 'word '.repeat(40).trim()
    const lines = table([['a', 'x'], ['long', long]], (label) => label) // oxfmt-ignore
    expect(lines[0]).toBe('  a     x')
    expect(lines[1]?.startsWith('  long  word')).toBe(true)
    expect(lines[2]?.startsWith('        word')).toBe(true)
    expect(lines.every((line) => line.length <= 100)).toBe(true)
  })

  it('styles labels, not texts', () => {
    expect(table([['a', 'x']], (label) => label.toUpperCase())).toEqual(['  A  x'])
  })
})

describe('paint', () => {
  it('is invisible where there are no colours', () => {
    const { strong, faint, good, bad } = paint(false)
    expect([strong, faint, good, bad].map((style) => style('a'))).toEqual(['a', 'a', 'a', 'a'])
  })

  it('ends each style that it begins', () => {
    const { strong, faint, good, bad } = paint(true)
    expect([strong, faint, good, bad].map((style) => style('a'))).toEqual([
      '\u001B[1ma\u001B[22m',
      '\u001B[2ma\u001B[22m',
      '\u001B[32ma\u001B[39m',
      '\u001B[31ma\u001B[39m',
    ])
  })
})
