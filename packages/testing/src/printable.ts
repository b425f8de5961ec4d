import { inspect } from 'node:util'

/** What a terminal obeys or hides: controls, marks of direction, blanks that are none, halves of surrogate pairs. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu

/** A text of unknown origin, with nothing in it that could steer a terminal: such characters show as `\u{1b}`. */
export function printable(text: string): string {
  return text.replaceAll(unprintable, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
}

/** A value of a token for the eye: texts as they are, the rest as JavaScript writes it, and not all of a long one. */
export function shown(value: unknown, maxLength = 300): string {
  const text = typeof value === 'string' && value !== '' ? value : inspected(value)
  return text.length > maxLength
    ? `${printable(text.slice(0, maxLength))}… (${text.length} characters)`
    : printable(text)
}

/** Not JSON.stringify: a token may nest deeper than the stack. */
function inspected(value: unknown): string {
  return inspect(value, { depth: 2, breakLength: Infinity, maxArrayLength: 20, maxStringLength: 300 })
}
