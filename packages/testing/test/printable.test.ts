import { describe, expect, it } from 'vitest'
import { escapeUnprintable, formatValue } from '../dist/printable.js'

describe('escapeUnprintable', () => {
  it.each([
    ['a control sequence', '\u001B[2J', '\\u{1b}[2J'],
    ['a control sequence of one character', '\u009B2J', '\\u{9b}2J'],
    ['a bell and a backspace', '\u0007\b', '\\u{7}\\u{8}'],
    ['line breaks', 'a\r\nb\u2028c\u0085', 'a\\u{d}\\u{a}b\\u{2028}c\\u{85}'],
    ['a change of direction', 'user\u202Egro', 'user\\u{202e}gro'],
    ['characters without a width', 'a\u200Bb\uFEFF', 'a\\u{200b}b\\u{feff}'],
    ['letters that are blank', 'a\u3164b\u00A0', 'a\\u{3164}b\\u{a0}'],
    ['half of a surrogate pair', 'a\uD83D', 'a\\u{d83d}'],
    ['a tag outside of the basic plane', 'a\u{E0041}', 'a\\u{e0041}'],
  ])('shows %s in figures', (_what, text, expected) => {
    expect(escapeUnprintable(text)).toBe(expected)
  })

  it('leaves what can be read as it is', () => {
    expect(escapeUnprintable('Zoë 王 😀 a\\b "c" ~')).toBe('Zoë 王 😀 a\\b "c" ~')
  })
})

describe('formatValue', () => {
  it.each([
    ['text', 'alice', 'alice'],
    ['an empty text', '', "''"],
    ['a number', 12, '12'],
    ['a list', ['a', 'b\u001B'], "[ 'a', 'b\\x1B' ]"],
    ['an object', { a: { b: true } }, '{ a: { b: true } }'],
  ])('shows %s', (_what, value, expected) => {
    expect(formatValue(value)).toBe(expected)
  })

  it('shows a text of 300 characters whole and a longer one in part', () => {
    expect(formatValue('a'.repeat(300))).toBe('a'.repeat(300))
    expect(formatValue('a'.repeat(301))).toBe(`${'a'.repeat(300)}… (301 characters)`)
  })

  it('bears values that nest deeper than the stack', () => {
    const nested: unknown = JSON.parse('['.repeat(20_000) + ']'.repeat(20_000))
    expect(formatValue(nested)).toBe('[ [ [ [Array] ] ] ]')
  })
})
