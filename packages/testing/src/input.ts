/** A JSON object with unknown content. */
export type JsonObject = Readonly<Record<string, unknown>>

/** The text that was passed as a token. */
export type Input = Jwt | NotJwt

/** A text that can be read as a JSON Web Token. Its content is not verified. */
export interface Jwt {
  readonly isJwt: true
  readonly header: JsonObject
  readonly claims: JsonObject
  readonly signatureBytes: number
}

/** Any other text. */
interface NotJwt {
  readonly isJwt: false
  /** What the text is, as a sentence. */
  readonly what: string
  /** What to do about it, as a sentence. */
  readonly remedy: string
}

/** Extracts the token from pasted text: removes surrounding white space, `Authorization:` and `Bearer`. */
export function extractToken(text: string): string {
  return text.trim().replace(/^(?:authorization:\s*)?(?:bearer(?:\s+|$))?/i, '')
}

/** Finds out what a text is. Less strict than verification, which decides whether a token is well-formed. */
export function parseInput(text: string): Input {
  if (/^[{[]/.test(text)) return json
  if (/["'`]/.test(text)) return quoted
  if (/\s/.test(text)) return spaced

  const parts = text.split('.')
  const [header = '', payload = '', signature = ''] = parts
  if (parts.length === 5) return encrypted
  if (parts.length === 1) return opaque
  if (parts.length !== 3) return { ...incomplete, what: `It has ${parts.length} parts, but a JWT has three.` }

  const [parsedHeader, claims] = [parseObject(header), parseObject(payload)]
  if (parsedHeader === undefined) return { ...incomplete, what: describeUnreadable('first') }
  if (claims === undefined) return { ...incomplete, what: describeUnreadable('second') }
  return {
    isJwt: true,
    header: parsedHeader,
    claims,
    signatureBytes: Buffer.from(signature, 'base64url').length,
  }
}

const json: NotJwt = {
  isJwt: false,
  what: 'This is JSON, perhaps the complete response of a sign-in.',
  remedy: 'Extract the access token from it: the value of access_token, accessToken or AccessToken.',
}

const quoted: NotJwt = {
  isJwt: false,
  what: 'It contains quotes, which are not allowed in a token.',
  remedy: 'Send the text between the quotes. If you use jq, its option -r omits them.',
}

const spaced: NotJwt = {
  isJwt: false,
  what: 'It contains white space, which is not allowed in a token.',
  remedy: 'Copy a single token without line breaks.',
}

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html */
const encrypted: NotJwt = {
  isJwt: false,
  what: 'This is an encrypted token (a JWE with five parts), most likely a Cognito refresh token.',
  remedy:
    'Send the access token. A refresh token is for Cognito only, to get new access tokens. If it was sent to anyone ' +
    'else, revoke it.',
}

const opaque: NotJwt = {
  isJwt: false,
  what:
    'This is not a JWT but a text that only its issuer can read: perhaps a refresh token, an authorization code, or the ' +
    'access token of another service.',
  remedy: 'Send the access token that Cognito issued. It begins with eyJ and has two dots.',
}

const incomplete = {
  isJwt: false,
  remedy:
    'Get the complete, unchanged token. It begins with eyJ, has two dots, and contains no … in the middle.',
} as const

function describeUnreadable(part: string): string {
  return `It has the three parts of a JWT, but the ${part} is not a JSON object in base64url.`
}

function parseObject(segment: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(segment, 'base64url').toString())
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : undefined
  } catch {
    return undefined
  }
}
