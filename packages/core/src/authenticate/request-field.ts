/** The value of a header field, or the values of several fields with the same name. */
export type FieldValue = string | readonly string[] | undefined

/** What of a request decides who sent it. */
export interface RequestFields {
  readonly method?: string | undefined

  /** The fields by their names in lower case, and the pseudo-header fields of HTTP/2. */
  readonly headers: { readonly [name: string]: FieldValue }

  /** All fields as they were received: names and values in turn. */
  readonly rawHeaders?: readonly string[] | undefined
}

/**
 * Reads a field of a request. Node's `headers` hides that a field was repeated. If `Object.prototype` is polluted with its
 * name, the field is missing there, or what is inherited stands before its value. `rawHeaders` has what was received.
 *
 * @param name name of the field in lower case.
 * @param usualName its most frequent spelling: lower-casing a name creates a string.
 */
export function readField(
  { headers, rawHeaders = [] }: RequestFields,
  name: string,
  usualName: string = name,
): FieldValue {
  const sent: string[] = []
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (isNamed(rawHeaders[index], name, usualName)) sent.push(String(rawHeaders[index + 1]))
  }
  if (sent.length > 1) return sent
  if (sent.length === 1 && name in Object.prototype) return sent[0]
  return Object.hasOwn(headers, name) ? headers[name] : undefined
}

function isNamed(sentName = '', name: string, usualName: string): boolean {
  return sentName.length === name.length && (sentName === usualName || sentName.toLowerCase() === name)
}
