import { inspect } from 'node:util'

/** Characters that control a terminal or are invisible in it, and halves of surrogate pairs. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu

/** Escapes the characters of an untrusted text that could control the terminal: `\u{1b}`. */
export function escapeUnprintable(text: string): string {
  return text.replaceAll(unprintable, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
}

/** Formats a value of a token: strings as they are, other values as in JavaScript, and long ones abbreviated. */
export function formatValue(value: unknown, maxLength = 300): string {
  const text = typeof value === 'string' && value !== '' ? value : inspectValue(value)
  return text.length > maxLength
    ? `${escapeUnprintable(text.slice(0, maxLength))}… (${text.length} characters)`
    : escapeUnprintable(text)
}

/** `JSON.stringify` would exceed the stack if the value is deeply nested. */
function inspectValue(value: unknown): string {
  return inspect(value, { depth: 2, breakLength: Infinity, maxArrayLength: 20, maxStringLength: 300 })
}
