/** A JSON object of which nothing is known. */
export type JsonObject = Readonly<Record<string, unknown>>

/** What somebody gave for a token. */
export type Material = Jwt | NoJwt

/** Something that can be read as a JSON Web Token. Nothing in it is to be trusted. */
export interface Jwt {
  readonly isJwt: true
  readonly header: JsonObject
  readonly claims: JsonObject
  readonly signatureBytes: number
}

/** Something else. */
interface NoJwt {
  readonly isJwt: false
  /** What it is, a sentence. */
  readonly what: string
  /** What to do about it, a sentence. */
  readonly remedy: string
}

/** Takes the token out of what was pasted: without white space around it, `Authorization:` or `Bearer`. */
export function tokenIn(text: string): string {
  return text.trim().replace(/^(?:authorization:\s*)?(?:bearer(?:\s+|$))?/i, '')
}

/** Says what a text is. More lenient than verification, which has the last word on what is a token. */
export function recognise(text: string): Material {
  if (/^[{[]/.test(text)) return json
  if (/["'`]/.test(text)) return quoted
  if (/\s/.test(text)) return spaced

  const parts = text.split('.')
  const [header = '', payload = '', signature = ''] = parts
  if (parts.length === 5) return encrypted
  if (parts.length === 1) return opaque
  if (parts.length !== 3) return { ...incomplete, what: `It has ${parts.length} parts, and a JWT has three.` }

  const [parsedHeader, claims] = [objectIn(header), objectIn(payload)]
  if (parsedHeader === undefined) return { ...incomplete, what: unreadable('first') }
  if (claims === undefined) return { ...incomplete, what: unreadable('second') }
  return {
    isJwt: true,
    header: parsedHeader,
    claims,
    signatureBytes: Buffer.from(signature, 'base64url').length,
  }
}

const json: NoJwt = {
  isJwt: false,
  what: 'This is JSON, perhaps the whole answer of a sign-in.',
  remedy: 'Take the access token out of it: the value of access_token, accessToken or AccessToken.',
}

const quoted: NoJwt = {
  isJwt: false,
  what: 'There are quotes in it, which no token has.',
  remedy: 'Take the text between the quotes (with jq, the option -r leaves them out).',
}

const spaced: NoJwt = {
  isJwt: false,
  what: 'There is white space in it, which no token has.',
  remedy: 'Copy one token, alone, and without line breaks.',
}

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html */
const encrypted: NoJwt = {
  isJwt: false,
  what: "This is an encrypted token (a JWE, five parts): most likely Cognito's refresh token.",
  remedy:
    'Send the access token. The refresh token is for Cognito alone, which gives new access tokens for it; if it was ' +
    'sent to others, revoke it.',
}

const opaque: NoJwt = {
  isJwt: false,
  what:
    'This is no JWT but a text that only its issuer can read: perhaps a refresh token, an authorization code, or the ' +
    'access token of another service.',
  remedy: 'Send the access token that Cognito issued; it begins with eyJ and has two dots.',
}

const incomplete = {
  isJwt: false,
  remedy: 'Get the whole token, unchanged: it begins with eyJ, has two dots, and no … in the middle.',
} as const

function unreadable(part: string): string {
  return `It has the three parts of a JWT, but the ${part} is not a JSON object in base64url.`
}

function objectIn(segment: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(segment, 'base64url').toString())
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : undefined
  } catch {
    return undefined
  }
}
