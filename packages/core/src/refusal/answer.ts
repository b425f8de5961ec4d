import { challenge, type ChallengeError, type ProtectionSpace } from './challenge.ts'

/** What went wrong, as the client is told: one code for each row of the table of answers. */
export type AuthErrorCode =
  | 'credentials_missing'
  | 'credentials_malformed'
  | 'token_invalid'
  | 'token_expired'
  | 'token_revoked'
  | 'forbidden'
  | 'keys_unavailable'

/** A refusal as HTTP. Its texts are constant: nothing of the request or of the configured pools is in them. */
export interface Answer {
  /** Status code. */
  readonly statusCode: number

  /** `Cache-Control`, and `WWW-Authenticate` or `Retry-After`. */
  readonly headers: Readonly<Record<string, string>>

  /** What is sent as JSON. */
  readonly body: AnswerBody
}

/** What a refusal says in JSON: the members of Fastify's own errors, in their order. */
export interface AnswerBody {
  /** The status code once more, for clients that see the body only. */
  readonly statusCode: number

  /** What went wrong, for programs. */
  readonly code: AuthErrorCode

  /** The name of the status code, `Unauthorized` for example. */
  readonly error: string

  /** What went wrong, for people. The same text for each `code`. */
  readonly message: string
}

/** The part of an error that decides its answer. */
export interface Refusal {
  readonly code: AuthErrorCode
  readonly scope?: string | undefined
  readonly retryAfterSeconds?: number | undefined
}

const defaultProtectionSpace: ProtectionSpace = { realm: 'api' }

const bodies: Readonly<Record<AuthErrorCode, AnswerBody>> = {
  credentials_missing: body(401, 'Unauthorized', 'credentials_missing', 'A bearer token is required'),
  credentials_malformed: body(
    400,
    'Bad Request',
    'credentials_malformed',
    'The bearer credentials are malformed',
  ),
  token_invalid: body(401, 'Unauthorized', 'token_invalid', 'The token is invalid'),
  token_expired: body(401, 'Unauthorized', 'token_expired', 'The token has expired'),
  token_revoked: body(401, 'Unauthorized', 'token_revoked', 'The token has been revoked'),
  forbidden: body(403, 'Forbidden', 'forbidden', 'The token does not permit this'),
  keys_unavailable: body(
    503,
    'Service Unavailable',
    'keys_unavailable',
    'Tokens cannot be verified at the moment',
  ),
}

const challengeErrors: Readonly<Partial<Record<AuthErrorCode, ChallengeError>>> = {
  credentials_malformed: 'invalid_request',
  token_invalid: 'invalid_token',
  token_expired: 'invalid_token',
  token_revoked: 'invalid_token',
  forbidden: 'insufficient_scope',
}

/** The answer to a refusal, with the challenge of a protection space. */
export function answerTo(refusal: Refusal, protectionSpace?: ProtectionSpace): Answer {
  if (!Object.hasOwn(bodies, refusal.code)) {
    throw new TypeError('Only an AuthError has an answer: see isAuthError()', { cause: refusal })
  }
  const answer = bodies[refusal.code]
  return { statusCode: answer.statusCode, headers: answerHeaders(refusal, protectionSpace), body: answer }
}

export function answerBody(code: AuthErrorCode): AnswerBody {
  return bodies[code]
}

/** The headers of a refusal. Those that depend on nothing but the code are made once for a protection space. */
export function answerHeaders(
  refusal: Refusal,
  protectionSpace: ProtectionSpace = defaultProtectionSpace,
): Answer['headers'] {
  if (refusal.code === 'keys_unavailable') {
    return { ...uncached, 'Retry-After': String(Math.ceil(refusal.retryAfterSeconds ?? 1)) }
  }
  if (refusal.scope !== undefined) return challengeHeaders(refusal, protectionSpace)

  const known = knownHeaders.get(protectionSpace) ?? new Map<AuthErrorCode, Answer['headers']>()
  knownHeaders.set(protectionSpace, known)
  const headers = known.get(refusal.code) ?? Object.freeze(challengeHeaders(refusal, protectionSpace))
  known.set(refusal.code, headers)
  return headers
}

const uncached = { 'Cache-Control': 'no-store' }
const knownHeaders = new WeakMap<ProtectionSpace, Map<AuthErrorCode, Answer['headers']>>()

function challengeHeaders({ code, scope }: Refusal, protectionSpace: ProtectionSpace): Answer['headers'] {
  return {
    'WWW-Authenticate': challenge(protectionSpace, { error: challengeErrors[code], scope }),
    ...uncached,
  }
}

function body(statusCode: number, error: string, code: AuthErrorCode, message: string): AnswerBody {
  return Object.freeze({ statusCode, code, error, message })
}
