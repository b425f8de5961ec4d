import { own } from '../lib/own-property.ts'
import type { StepUpRequirement } from '../types/step-up.ts'
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
  readonly stepUp?: StepUpRequirement | undefined
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
    step_up_required: [401, 'Unauthorized', 'The user must sign in again'],
    forbidden: [403, 'Forbidden', 'The token does not permit this'],
    cross_origin: [403, 'Forbidden', 'Cross-origin requests are not permitted'],
    keys_unavailable: [503, 'Service Unavailable', 'Tokens cannot be verified at the moment'],
    revocations_unavailable: [503, 'Service Unavailable', 'Revocations cannot be checked at the moment'],
  }

/** Every code that an answer can have. */
export const answerCodes: readonly AuthErrorCode[] = Object.keys(bodies) as AuthErrorCode[]

const challengeErrors: Readonly<Partial<Record<AuthErrorCode, ChallengeError>>> = {
  credentials_malformed: 'invalid_request',
  token_invalid: 'invalid_token',
  token_expired: 'invalid_token',
  token_revoked: 'invalid_token',
  step_up_required: 'insufficient_user_authentication',
  forbidden: 'insufficient_scope',
}

/** The codes whose challenges name the scopes of the protected resource: the client has no valid token yet. */
const codesForNewToken: ReadonlySet<AuthErrorCode> = new Set<AuthErrorCode>([
  'credentials_missing',
  'credentials_malformed',
  'token_invalid',
  'token_expired',
  'token_revoked',
])

/**
 * Completes the scope of a challenge with those of the protected resource: a client requests exactly the scopes that the
 * challenge names, and would lose all others.
 */
function completeScope(
  code: AuthErrorCode,
  scope: string | undefined,
  space: ProtectionSpace,
): string | undefined {
  const scopes = own(space, 'scopes')
  if (scopes === undefined || (scope === undefined && !codesForNewToken.has(code))) return scope
  return [...new Set([...scopes, ...(scope?.split(' ') ?? [])])].join(' ')
}

/** Answers refusals with the challenges of one protection space. */
export class Answers {
  readonly #space: ProtectionSpace

  /** Headers that depend on nothing but the code, built once: most refusals need no others. */
  readonly #headers: Readonly<Record<AuthErrorCode, AnswerHeaders>>

  constructor(space: ProtectionSpace) {
    this.#space = space
    const none = { scope: undefined, stepUp: undefined, retryAfterSeconds: undefined }
    const headers = answerCodes.map(
      (code) => [code, Object.freeze(this.#buildHeaders({ code, ...none }))] as const,
    )
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
    const stepUp = own(refusal, 'stepUp')
    const retryAfterSeconds = own(refusal, 'retryAfterSeconds')
    return scope === undefined && stepUp === undefined && retryAfterSeconds === undefined
      ? this.#headers[code]
      : this.#buildHeaders({ code, scope, stepUp, retryAfterSeconds })
  }

  #buildHeaders({ code, scope, stepUp, retryAfterSeconds = 1 }: AnswerFacts): AnswerHeaders {
    const headers = { 'Cache-Control': 'no-store' }
    if (bodies[code][0] === 503) return { ...headers, 'Retry-After': String(Math.ceil(retryAfterSeconds)) }
    // Another token would not help.
    if (code === 'cross_origin') return headers
    const details = {
      error: challengeErrors[code],
      scope: completeScope(code, scope, this.#space),
      stepUp,
    }
    return { 'WWW-Authenticate': challenge(this.#space, details), ...headers }
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
