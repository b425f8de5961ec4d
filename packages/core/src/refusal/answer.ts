import { own } from '../lib/own-property.ts'
import { challenge, type ChallengeError, type ProtectionSpace } from './challenge.ts'
import type { AuthErrorCode } from './reasons.ts'

/** A refusal as HTTP. Its texts are constant: they contain nothing from the request or from your configuration. */
export interface Answer {
  /** Status code. */
  readonly statusCode: number

  /** `Cache-Control`, and `WWW-Authenticate` or `Retry-After`. */
  readonly headers: Readonly<Record<string, string>>

  /** JSON to send. Each answer has a body of its own, which you may change. */
  readonly body: AnswerBody
}

/** The JSON body of a refusal: the members of Fastify's own errors, in the same order. */
export interface AnswerBody {
  /** The status code again, for clients that see only the body. */
  readonly statusCode: number

  /** Why the request was refused, for programs. */
  readonly code: AuthErrorCode

  /** The name of the status code, for example `Unauthorized`. */
  readonly error: string

  /** Why the request was refused, for people. Each `code` always has the same text. */
  readonly message: string
}

/** The facts that decide an answer. */
export interface AnswerFacts {
  readonly code: AuthErrorCode
  readonly scope?: string | undefined
  readonly retryAfterSeconds?: number | undefined
}

type AnswerHeaders = Answer['headers']

const bodies: Readonly<Record<AuthErrorCode, readonly [statusCode: number, error: string, message: string]>> =
  {
    credentials_missing: [401, 'Unauthorized', 'A bearer token is required'],
    credentials_malformed: [400, 'Bad Request', 'The bearer credentials are malformed'],
    token_invalid: [401, 'Unauthorized', 'The token is invalid'],
    token_expired: [401, 'Unauthorized', 'The token has expired'],
    token_revoked: [401, 'Unauthorized', 'The token has been revoked'],
    forbidden: [403, 'Forbidden', 'The token does not permit this'],
    cross_origin: [403, 'Forbidden', 'Cross-origin requests are not permitted'],
    keys_unavailable: [503, 'Service Unavailable', 'Tokens cannot be verified at the moment'],
    revocations_unavailable: [503, 'Service Unavailable', 'Revocations cannot be checked at the moment'],
  }

const challengeErrors: Readonly<Partial<Record<AuthErrorCode, ChallengeError>>> = {
  credentials_malformed: 'invalid_request',
  token_invalid: 'invalid_token',
  token_expired: 'invalid_token',
  token_revoked: 'invalid_token',
  forbidden: 'insufficient_scope',
}

/** Answers refusals with the challenges of one protection space. */
export class Answers {
  readonly #space: ProtectionSpace

  /** Headers that depend on nothing but the code, built once: most refusals need no others. */
  readonly #headers: Readonly<Record<AuthErrorCode, AnswerHeaders>>

  constructor(space: ProtectionSpace) {
    this.#space = space
    const codes = Object.keys(bodies) as AuthErrorCode[]
    const none = { scope: undefined, retryAfterSeconds: undefined }
    const headers = codes.map((code) => [code, Object.freeze(this.#buildHeaders({ code, ...none }))] as const)
    this.#headers = Object.fromEntries(headers) as Record<AuthErrorCode, AnswerHeaders>
  }

  /** @throws TypeError if the value has none of our codes, and so is not an `AuthError`. */
  answer(refusal: AnswerFacts): Answer {
    const body = buildBody(refusal.code)
    return { statusCode: body.statusCode, headers: this.headersFor(refusal), body }
  }

  headersFor(refusal: AnswerFacts): AnswerHeaders {
    const { code } = refusal
    const scope = own(refusal, 'scope')
    const retryAfterSeconds = own(refusal, 'retryAfterSeconds')
    return scope === undefined && retryAfterSeconds === undefined
      ? this.#headers[code]
      : this.#buildHeaders({ code, scope, retryAfterSeconds })
  }

  #buildHeaders({ code, scope, retryAfterSeconds = 1 }: AnswerFacts): AnswerHeaders {
    const headers = { 'Cache-Control': 'no-store' }
    if (bodies[code][0] === 503) return { ...headers, 'Retry-After': String(Math.ceil(retryAfterSeconds)) }
    // Another token would not help.
    if (code === 'cross_origin') return headers
    return { 'WWW-Authenticate': challenge(this.#space, { error: challengeErrors[code], scope }), ...headers }
  }
}

/** Answers where no authenticator is in force. */
export const defaultAnswers: Answers = new Answers({ realm: 'api', resourceMetadata: undefined })

/** @throws TypeError if the code is not one of ours. */
export function buildBody(code: AuthErrorCode): AnswerBody {
  if (!Object.hasOwn(bodies, code)) {
    throw new TypeError('Only an AuthError has an answer: see isAuthError()')
  }
  const [statusCode, error, message] = bodies[code]
  return { statusCode, code, error, message }
}
