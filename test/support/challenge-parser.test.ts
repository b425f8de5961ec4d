import { describe, expect, it } from 'vitest'
import { parseChallenge } from './challenge-parser.ts'

describe('parseChallenge', () => {
  it('reads scheme and parameters', () => {
    expect(parseChallenge('Bearer realm="api", error="invalid_token"')).toEqual({
      scheme: 'Bearer',
      parameters: { realm: 'api', error: 'invalid_token' },
    })
  })

  it('undoes escapes', () => {
    expect(parseChallenge(String.raw`Bearer realm="a \"b\" \\ c, d=\"e\""`).parameters).toEqual({
      realm: String.raw`a "b" \ c, d="e"`,
    })
  })

  it.each([
    ['nothing', ''],
    ['a scheme alone', 'Bearer'],
    ['a scheme and a space', 'Bearer '],
    ['two spaces behind the scheme', 'Bearer  realm="api"'],
    ['a value without quotes', 'Bearer realm=api'],
    ['a quote that ends too soon', 'Bearer realm="a"b"'],
    ['a quote that does not end', 'Bearer realm="api'],
    ['a backslash that escapes the closing quote', String.raw`Bearer realm="api\"`],
    ['an escape that is not needed', String.raw`Bearer realm="\api"`],
    ['a comma at the end', 'Bearer realm="api",'],
    ['no comma between', 'Bearer realm="api" error="invalid_token"'],
    ['a parameter twice', 'Bearer realm="api", Realm="api"'],
    ['a second challenge', 'Bearer realm="api", Basic realm="api"'],
    ['a line break', 'Bearer realm="a\r\nb"'],
    ['a character beyond ASCII', 'Bearer realm="café"'],
  ])('refuses %s', (_name, value) => {
    expect(() => parseChallenge(value)).toThrow(SyntaxError)
  })
})
