import { type FieldValue, readField, type RequestFields } from './request-field.ts'

/**
 * Reads a cookie of a request, as it stands: without decoding it, and without removing quotes. Returns all values if the
 * request has several cookies with this name, and `undefined` if it has none, or an empty one.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6265#section-5.4
 */
export function readCookie(request: RequestFields, name: string): FieldValue {
  const fields = [readField(request, 'cookie') ?? []].flat()
  const values = fields
    .flatMap((field) => field.split(';'))
    .map(trimBlanks)
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
  return values.length > 1 ? values : values.at(0) || undefined
}

/** `trim()` would also remove characters that browsers take for a part of the name, which evades its prefix. */
function trimBlanks(text: string): string {
  let start = 0
  let end = text.length
  while (isBlank(text[start])) start++
  while (isBlank(text[end - 1])) end--
  return text.slice(start, end)
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t'
}
