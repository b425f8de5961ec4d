/** A challenge taken apart. */
export interface Challenge {
  readonly scheme: string
  readonly parameters: Readonly<Record<string, string>>
}

/**
 * Reads the value of a `WWW-Authenticate` field that has one challenge with parameters. Strict: what RFC 9110 lets a
 * recipient put up with, but tells a sender not to write, is an error.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1
 */
export function parseChallenge(value: string): Challenge {
  const reader = new Reader(value)
  const scheme = reader.take(token, 'a scheme')
  reader.take(/ /y, 'one space')
  const parameters: Record<string, string> = {}
  do {
    const name = reader.take(token, 'the name of a parameter').toLowerCase()
    if (name in parameters) throw new SyntaxError(`${name} appears twice in ${value}`)
    reader.take(/=/y, '"="')
    parameters[name] = unquote(reader.take(quotedString, 'a quoted string'))
  } while (reader.has(/, /y))
  reader.take(/$/y, 'the end')
  return { scheme, parameters }
}

/** RFC 9110, section 5.6.2. */
const token = /[\w!#$%&'*+.^`|~-]+/y

/** RFC 9110, section 5.6.4, without `obs-text`. Escapes are for the two characters that need them. */
const quotedString = /"(?:[\t \x21\x23-\x5B\x5D-\x7E]|\\["\\])*"/y

function unquote(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\(["\\])/g, '$1')
}

class Reader {
  readonly #text: string
  #position = 0

  constructor(text: string) {
    this.#text = text
  }

  has(pattern: RegExp): boolean {
    return this.#match(pattern) !== undefined
  }

  take(pattern: RegExp, expected: string): string {
    const found = this.#match(pattern)
    if (found === undefined) {
      throw new SyntaxError(`expected ${expected} at ${this.#position} of ${JSON.stringify(this.#text)}`)
    }
    return found
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position
    const found = pattern.exec(this.#text)?.[0]
    this.#position += found?.length ?? 0
    return found
  }
}
