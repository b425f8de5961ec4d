import {
  allOf,
  anyOf,
  type CognitoAuthOptions,
  hasScope,
  type Principal,
  protectedResource,
  RevocationsUnavailableError,
  steppedUp,
  type TokenSource,
  type TokenSourceOptions,
  UnauthenticatedError,
  type Verdict,
} from '@cognito-auth/core'
import { createTestUserPool, type TokenOptions } from '@cognito-auth/testing'
import type { TestRequest } from '../support/http.ts'
import type { SetUp } from './frameworks.ts'

/** An answer of ours. */
interface Refused {
  readonly status: 400 | 401 | 403 | 503
  readonly code: string
  readonly error: string
  readonly message: string
  /** The whole value of `WWW-Authenticate`. */
  readonly challenge?: string
  /** The value of `Retry-After`. */
  readonly retryAfter?: string
  /** The value of `Vary`. */
  readonly vary?: string
}

/** The resource has answered. `user` is whom it saw. */
interface Passed {
  readonly status: 200
  readonly user: string | null
  /** The value of `Cache-Control`. */
  readonly cacheControl?: string
  /** The value of `Vary`. */
  readonly vary?: string
}

/** An answer of the framework, in its own words. */
interface FrameworksOwn {
  readonly status: 404 | 500
}

/** A request, the API it is sent to, and the answer that it has to get in every framework. */
export interface Row extends Omit<SetUp, 'options'> {
  readonly title: string
  /** Default: `GET /resource` without credentials. */
  readonly request?: TestRequest
  /** Options beside those of the pool, or in place of them. */
  readonly options?: CognitoAuthOptions & TokenSourceOptions
  readonly answer: Refused | Passed | FrameworksOwn
  /** The guard that the one process warning names. Default: there is no warning. */
  readonly warning?: string
}

export const pool = await createTestUserPool()
const otherPool = await createTestUserPool({ userPoolId: 'us-east-1_EXAMPLE2' })
const impostor = await createTestUserPool()

const missing: Refused = {
  status: 401,
  code: 'credentials_missing',
  error: 'Unauthorized',
  message: 'A bearer token is required',
  challenge: 'Bearer realm="api"',
}
const malformed: Refused = {
  status: 400,
  code: 'credentials_malformed',
  error: 'Bad Request',
  message: 'The bearer credentials are malformed',
  challenge: 'Bearer realm="api", error="invalid_request"',
}
const invalid: Refused = {
  status: 401,
  code: 'token_invalid',
  error: 'Unauthorized',
  message: 'The token is invalid',
  challenge: 'Bearer realm="api", error="invalid_token"',
}
const expired: Refused = { ...invalid, code: 'token_expired', message: 'The token has expired' }
const revoked: Refused = { ...invalid, code: 'token_revoked', message: 'The token has been revoked' }
const forbidden: Refused = {
  status: 403,
  code: 'forbidden',
  error: 'Forbidden',
  message: 'The token does not permit this',
  challenge: 'Bearer realm="api", error="insufficient_scope"',
}
const unsteppedUp: Refused = {
  status: 401,
  code: 'step_up_required',
  error: 'Unauthorized',
  message: 'The user must sign in again',
  challenge: 'Bearer realm="api", error="insufficient_user_authentication"',
}
const crossOrigin: Refused = {
  status: 403,
  code: 'cross_origin',
  error: 'Forbidden',
  message: 'Cross-origin requests are not permitted',
}
const unavailable: Refused = {
  status: 503,
  code: 'keys_unavailable',
  error: 'Service Unavailable',
  message: 'Tokens cannot be verified at the moment',
  retryAfter: '1',
}
const unlisted: Refused = {
  ...unavailable,
  code: 'revocations_unavailable',
  message: 'Revocations cannot be checked at the moment',
}
const alice: Passed = { status: 200, user: 'alice' }
const anonymous: Passed = { status: 200, user: null }
const frameworksError: FrameworksOwn = { status: 500 }
const notFound: FrameworksOwn = { status: 404 }

function sends(
  authorization: string | readonly string[],
  request: TestRequest = {},
): { request: TestRequest } {
  return { request: { path: '/resource', authorization, ...request } }
}

const cookieSource: TokenSource = { cookie: '__Host-access', trustedOrigins: ['https://app.example.com'] }
const headerSource: TokenSource = { header: 'X-Amzn-Oidc-AccessToken' }
const varied = { vary: 'Cookie' }
const fromCookie: Passed = { ...alice, ...varied, cacheControl: 'private' }

/** A request with a good token in the cookie. */
function withCookie(
  method: NonNullable<TestRequest['method']>,
  headers: Readonly<Record<string, string>> = {},
  value = pool.accessToken(),
): { request: TestRequest } {
  return {
    request: { path: '/resource', method, headers: { cookie: `a=1; __Host-access=${value}`, ...headers } },
  }
}

/** A request with a token in the header of a load balancer. */
function withHeader(value: string, authorization?: string): { request: TestRequest } {
  return { request: { path: '/resource', authorization, headers: { 'x-amzn-oidc-accesstoken': value } } }
}

function token(options?: TokenOptions): { request: TestRequest } {
  return sends(pool.bearer(options))
}

/** A token that says what it likes under a signature that belongs to another one. */
function forged(options?: TokenOptions): { request: TestRequest } {
  const [header, claims] = pool.accessToken(options).split('.')
  const signature = pool.accessToken({ username: 'mallory' }).split('.')[2]
  return sends(`Bearer ${header}.${claims}.${signature}`)
}

function twice(value: string): readonly string[] {
  return [value, value]
}

function steppingUp(parameters: string): Refused {
  return { ...unsteppedUp, challenge: `${unsteppedUp.challenge}, ${parameters}` }
}

function scoped(scope: string): string {
  return `${forbidden.challenge}, scope="${scope}"`
}

function later<Value>(value: Value): Promise<Value> {
  return new Promise((resolve) => {
    setImmediate(resolve, value)
  })
}

/** What a check returns although its type forbids it: the way of a check in JavaScript. */
function returning(value: unknown): () => boolean {
  return () => value as boolean
}

function rejecting(reason: unknown): () => Promise<boolean> {
  // oxlint-disable-next-line prefer-promise-reject-errors -- what is tested are reasons that are no errors
  return () => Promise.reject(reason)
}

function throwing(reason: unknown): () => boolean {
  return () => {
    throw reason
  }
}

/** A list of revocations that answers in this way. */
function listing(check: (principal: Principal) => unknown): CognitoAuthOptions {
  return {
    revocations: { check: (principal) => check(principal) as Verdict, ready: () => Promise.resolve() },
  }
}

const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${pool.accessToken().split('.')[1]}.AA`
const keyless: CognitoAuthOptions = {
  jwks: undefined,
  keys: { fetch: () => Promise.reject(new Error('No network')) },
}
const described: CognitoAuthOptions = {
  realm: 'orders "beta"',
  resourceMetadata: 'https://api.example.com/.well-known/oauth-protected-resource',
}
const space = String.raw`Bearer realm="orders \"beta\""`
const metadata = 'resource_metadata="https://api.example.com/.well-known/oauth-protected-resource"'

const mcp = 'https://api.example.com/mcp'
const bound: CognitoAuthOptions = {
  protectedResource: protectedResource({
    resource: mcp,
    scopes: ['mcp/read', 'mcp/write'],
    domain: 'auth.example.com',
  }),
}

/** The challenge of an answer, with these scopes and the metadata of the protected resource. */
function boundTo({ challenge = '', ...answer }: Refused, scope?: string): Refused {
  const scopes = scope === undefined ? '' : `, scope="${scope}"`
  const url = 'https://api.example.com/.well-known/oauth-protected-resource/mcp'
  return { ...answer, challenge: `${challenge}${scopes}, resource_metadata="${url}"` }
}

const credentials: readonly Row[] = [
  { title: 'passes an access token', ...token(), answer: alice },
  { title: 'refuses a request without the header', answer: missing },
  { title: 'refuses an empty header', ...sends(''), answer: missing },
  { title: 'refuses another scheme', ...sends('Basic YWxpY2U6c2VjcmV0'), answer: missing },
  { title: 'refuses a scheme that only begins like Bearer', ...sends('Bearer2 abc'), answer: missing },
  { title: 'refuses a token without a scheme', ...sends(pool.accessToken()), answer: missing },
  { title: 'refuses the scheme alone', ...sends('Bearer'), answer: missing },
  { title: 'refuses the scheme and a space', ...sends('Bearer '), answer: missing },
  { title: 'passes a scheme in small letters', ...sends(`bearer ${pool.accessToken()}`), answer: alice },
  { title: 'passes a scheme in capitals', ...sends(`BEARER ${pool.accessToken()}`), answer: alice },
  { title: 'passes several spaces', ...sends(`Bearer   ${pool.accessToken()}`), answer: alice },
  {
    title: 'refuses a tab in place of the space',
    ...sends(`Bearer\t${pool.accessToken()}`),
    answer: malformed,
  },
  { title: 'refuses two tokens in one field', ...sends(`${pool.bearer()} again`), answer: malformed },
  {
    title: 'refuses two tokens in one field, separated by a comma',
    ...sends(`${pool.bearer()}, ${pool.bearer()}`),
    answer: malformed,
  },
  { title: 'refuses a character that no token has', ...sends('Bearer a$b'), answer: malformed },
  {
    title: 'refuses a long text that is no JWT',
    ...sends(`Bearer ${'a'.repeat(15_000)}`),
    answer: invalid,
  },
  {
    title: 'refuses two fields',
    ...sends([pool.bearer(), pool.bearer({ username: 'mallory' })]),
    answer: malformed,
  },
  { title: 'refuses the same field twice', ...sends(twice(pool.bearer())), answer: malformed },
  { title: 'refuses three fields, two of them empty', ...sends(['', '', pool.bearer()]), answer: malformed },
  {
    title: 'refuses a field for another scheme beside a good one',
    ...sends(['Basic YWxpY2U6c2VjcmV0', pool.bearer()]),
    answer: malformed,
  },
  {
    title: 'does not look for a token in the query',
    request: { path: `/resource?access_token=${pool.accessToken()}` },
    answer: missing,
  },
]

const tokens: readonly Row[] = [
  { title: 'refuses what is no JWT', ...sends('Bearer abc'), answer: invalid },
  { title: 'refuses a token without a signature', ...sends(`Bearer ${unsigned}`), answer: invalid },
  {
    title: 'refuses a token with padding',
    ...sends(`Bearer ${pool.accessToken()}=`),
    answer: invalid,
  },
  { title: 'refuses a bad signature', ...forged(), answer: invalid },
  {
    title: 'refuses a bad signature on an expired token alike',
    ...forged({ expiresInSeconds: -60 }),
    answer: invalid,
  },
  {
    title: 'refuses a bad signature on a token of another client alike',
    ...forged({ clientId: 'other' }),
    answer: invalid,
  },
  {
    title: 'refuses a bad signature on an ID token alike',
    ...forged({ claims: { token_use: 'id' } }),
    answer: invalid,
  },
  {
    title: 'refuses a bad signature on a token without claims alike',
    ...forged({ claims: { sub: undefined, exp: undefined, client_id: undefined } }),
    answer: invalid,
  },
  { title: 'refuses an unknown key', ...sends(impostor.bearer()), answer: invalid },
  { title: 'refuses an expired token', ...token({ expiresInSeconds: -1 }), answer: expired },
  {
    title: 'refuses an expired token of another client for its age',
    ...token({ expiresInSeconds: -1, clientId: 'other' }),
    answer: expired,
  },
  {
    title: 'refuses a token that is not valid yet',
    ...token({ claims: { nbf: Math.floor(Date.now() / 1000) + 600 } }),
    answer: invalid,
  },
  { title: 'refuses a token without an expiry', ...token({ claims: { exp: undefined } }), answer: invalid },
  { title: 'refuses a token without a subject', ...token({ claims: { sub: undefined } }), answer: invalid },
  { title: 'refuses an ID token', ...sends(`Bearer ${pool.idToken()}`), answer: invalid },
  {
    title: 'passes an ID token where ID tokens are asked for',
    ...sends(`Bearer ${pool.idToken()}`),
    options: { tokenUse: 'id' },
    answer: alice,
  },
  {
    title: 'refuses an access token where ID tokens are asked for',
    ...token(),
    options: { tokenUse: 'id' },
    answer: invalid,
  },
  { title: 'refuses a token of another client', ...token({ clientId: 'other' }), answer: invalid },
  { title: 'refuses a token of another pool', ...sends(otherPool.bearer()), answer: invalid },
  {
    title: 'refuses a token that is bound to a key',
    ...token({ claims: { cnf: { jkt: 'abc' } } }),
    answer: invalid,
  },
  {
    title: 'refuses a token for another resource',
    ...token({ claims: { aud: 'https://other.example.com' } }),
    options: { audience: 'https://api.example.com' },
    answer: invalid,
  },
  {
    title: 'passes a machine, which has no username',
    ...sends(`Bearer ${pool.machineToken()}`),
    answer: anonymous,
  },
  { title: 'refuses a revoked token', ...token(), options: { isRevoked: () => true }, answer: revoked },
  {
    title: 'refuses a token that was revoked as it finds out later',
    ...token(),
    options: { isRevoked: () => later(true) },
    answer: revoked,
  },
  {
    title: 'passes a token that is not revoked',
    ...token(),
    options: { isRevoked: () => false },
    answer: alice,
  },
  {
    title: 'fails when isRevoked throws',
    ...token(),
    options: { isRevoked: throwing(new Error('No database')) },
    answer: frameworksError,
  },
  {
    title: 'fails when isRevoked throws nothing at all',
    ...token(),
    options: { isRevoked: throwing(undefined) },
    answer: frameworksError,
  },
  {
    title: 'fails when isRevoked rejects with the word route',
    ...token(),
    options: { isRevoked: rejecting('route') },
    answer: frameworksError,
  },
  {
    title: 'fails when isRevoked forgets to return',
    ...token(),
    options: { isRevoked: returning(undefined) },
    answer: frameworksError,
  },
  {
    title: 'passes a token that is not on the list of revocations',
    ...token(),
    options: listing(() => ({ revoked: false })),
    answer: alice,
  },
  {
    title: 'refuses a token on the list of revocations',
    ...token(),
    options: listing(() => ({ revoked: true })),
    answer: revoked,
  },
  {
    title: 'refuses a token on a list of revocations that answers later',
    ...token(),
    options: listing(() => later({ revoked: true })),
    answer: revoked,
  },
  {
    title: 'refuses a token that isRevoked refuses behind a list of revocations',
    ...token(),
    options: { ...listing(() => later({ revoked: false })), isRevoked: () => true },
    answer: revoked,
  },
  {
    title: 'cannot answer without the list of revocations',
    ...token(),
    options: listing(() => ({ unavailable: new Error('No store') })),
    answer: unlisted,
  },
  {
    title: 'cannot answer without the list of revocations, as it finds out later',
    ...token(),
    options: listing(() => later({ unavailable: new Error('No store') })),
    answer: unlisted,
  },
  {
    title: 'cannot answer if isRevoked throws that revocations are unavailable',
    ...token(),
    options: { isRevoked: throwing(new RevocationsUnavailableError()) },
    answer: unlisted,
  },
  {
    title: 'refuses a bad signature also without the list of revocations',
    ...forged(),
    options: listing(() => ({ unavailable: new Error('No store') })),
    answer: invalid,
  },
  {
    title: 'fails when the list of revocations throws',
    ...token(),
    options: listing(throwing(new Error('No store'))),
    answer: frameworksError,
  },
  {
    title: 'fails when the list of revocations throws a 401',
    ...token(),
    options: listing(throwing(new UnauthenticatedError())),
    answer: frameworksError,
  },
  {
    title: 'fails when the list of revocations rejects with the word route',
    ...token(),
    options: listing(rejecting('route')),
    answer: frameworksError,
  },
  {
    title: 'fails when the list of revocations gives no verdict',
    ...token(),
    options: listing(() => ({})),
    answer: frameworksError,
  },
  { title: 'refuses a claim of the wrong type', ...token({ claims: { iat: '1' } }), answer: invalid },
  { title: 'cannot answer without keys', ...token(), options: keyless, answer: unavailable },
  {
    title: 'asks for another attempt after a second, however long a cool-down may get',
    ...token(),
    options: { ...keyless, keys: { ...keyless.keys, cooldownSeconds: 45 } },
    answer: unavailable,
  },
  {
    title: 'refuses bad credentials also without keys',
    ...sends('Bearer a$b'),
    options: keyless,
    answer: malformed,
  },
  { title: 'refuses no credentials also without keys', options: keyless, answer: missing },
]

const guards: readonly Row[] = [
  {
    title: 'requireGroup passes a member',
    ...token({ groups: ['staff', 'admin'] }),
    guard: (on) => on.requireGroup('admin'),
    answer: alice,
  },
  {
    title: 'requireGroup refuses others, and names no group',
    ...token({ groups: ['staff'] }),
    guard: (on) => on.requireGroup('admin'),
    answer: forbidden,
  },
  {
    title: 'requireGroup minds the case',
    ...token({ groups: ['Admin'] }),
    guard: (on) => on.requireGroup('admin'),
    answer: forbidden,
  },
  {
    title: 'requireAnyGroup passes a member of one',
    ...token({ groups: ['staff'] }),
    guard: (on) => on.requireAnyGroup('admin', 'staff'),
    answer: alice,
  },
  {
    title: 'requireAnyGroup refuses a member of none',
    ...token({ groups: ['guest'] }),
    guard: (on) => on.requireAnyGroup('admin', 'staff'),
    answer: forbidden,
  },
  {
    title: 'requireAllGroups passes a member of all',
    ...token({ groups: ['staff', 'admin', 'guest'] }),
    guard: (on) => on.requireAllGroups('admin', 'staff'),
    answer: alice,
  },
  {
    title: 'requireAllGroups refuses a member of one',
    ...token({ groups: ['staff'] }),
    guard: (on) => on.requireAllGroups('admin', 'staff'),
    answer: forbidden,
  },
  {
    title: 'requireScope passes the scope',
    ...token({ scopes: ['orders/read', 'orders/write'] }),
    guard: (on) => on.requireScope('orders/write'),
    answer: alice,
  },
  {
    title: 'requireScope refuses, and names the scope',
    ...token({ scopes: ['orders/read'] }),
    guard: (on) => on.requireScope('orders/write'),
    answer: { ...forbidden, challenge: scoped('orders/write') },
  },
  {
    title: 'requireScope refuses an ID token, which has no scopes',
    ...sends(`Bearer ${pool.idToken({ claims: { scope: 'orders/write' } })}`),
    options: { tokenUse: null },
    guard: (on) => on.requireScope('orders/write'),
    answer: { ...forbidden, challenge: scoped('orders/write') },
  },
  {
    title: 'requireAnyScope passes one of the scopes',
    ...token({ scopes: ['orders/read'] }),
    guard: (on) => on.requireAnyScope('orders/read', 'orders/write'),
    answer: alice,
  },
  {
    title: 'requireAnyScope refuses, and names the scopes',
    ...token({ scopes: ['users/read'] }),
    guard: (on) => on.requireAnyScope('orders/read', 'orders/write'),
    answer: { ...forbidden, challenge: scoped('orders/read orders/write') },
  },
  {
    title: 'requireAllScopes passes all of the scopes',
    ...token({ scopes: ['orders/write', 'orders/read'] }),
    guard: (on) => on.requireAllScopes('orders/read', 'orders/write'),
    answer: alice,
  },
  {
    title: 'requireAllScopes refuses, and names the scopes',
    ...token({ scopes: ['orders/read'] }),
    guard: (on) => on.requireAllScopes('orders/read', 'orders/write'),
    answer: { ...forbidden, challenge: scoped('orders/read orders/write') },
  },
  {
    title: 'refuses a request without credentials before a guard does',
    guard: (on) => on.requireGroup('admin'),
    answer: missing,
  },
]

const level4 = 'urn:cognito:loa:4'

const stepUps: readonly Row[] = [
  {
    title: 'requireStepUp passes a recent sign-in',
    ...token({ signedInSecondsAgo: 30 }),
    guard: (on) => on.requireStepUp({ maxAgeSeconds: 3600 }),
    answer: alice,
  },
  {
    title: 'requireStepUp refuses an old sign-in, and names the age',
    ...token({ signedInSecondsAgo: 61 }),
    guard: (on) => on.requireStepUp({ maxAgeSeconds: 60 }),
    answer: steppingUp('max_age="60"'),
  },
  {
    title: 'requireStepUp knows no clock tolerance',
    ...token({ signedInSecondsAgo: 61 }),
    options: { graceSeconds: 300 },
    guard: (on) => on.requireStepUp({ maxAgeSeconds: 60 }),
    answer: steppingUp('max_age="60"'),
  },
  {
    title: 'requireStepUp refuses a token without the time of the sign-in',
    ...token({ claims: { auth_time: undefined } }),
    guard: (on) => on.requireStepUp({ maxAgeSeconds: 3600 }),
    answer: steppingUp('max_age="3600"'),
  },
  {
    title: 'requireStepUp passes one of the levels',
    ...token({ acr: level4 }),
    guard: (on) => on.requireStepUp({ acrValues: ['urn:cognito:loa:3', level4] }),
    answer: alice,
  },
  {
    title: 'requireStepUp refuses another level, and names the levels',
    ...token({ acr: 'urn:cognito:loa:1' }),
    guard: (on) => on.requireStepUp({ acrValues: ['urn:cognito:loa:3', level4] }),
    answer: steppingUp(`acr_values="urn:cognito:loa:3 ${level4}"`),
  },
  {
    title: 'requireStepUp refuses a level of the wrong type',
    ...token({ claims: { acr: [level4] } }),
    guard: (on) => on.requireStepUp({ acrValues: [level4] }),
    answer: steppingUp(`acr_values="${level4}"`),
  },
  {
    title: 'requireStepUp passes an ID token with all the methods',
    ...sends(`Bearer ${pool.idToken({ amr: ['pwd', 'otp', 'mfa'] })}`),
    options: { tokenUse: 'id' },
    guard: (on) => on.requireStepUp({ amr: ['mfa', 'otp'] }),
    answer: alice,
  },
  {
    title: 'requireStepUp refuses one of the methods, and names none',
    ...token({ amr: ['pwd'] }),
    guard: (on) => on.requireStepUp({ amr: ['pwd', 'mfa'] }),
    answer: unsteppedUp,
  },
  {
    title: 'requireStepUp names all that can be asked for',
    ...token(),
    options: described,
    guard: (on) => on.requireStepUp({ acrValues: [level4], amr: ['mfa'], maxAgeSeconds: 300 }),
    answer: {
      ...unsteppedUp,
      challenge: `${space}, error="insufficient_user_authentication", acr_values="${level4}", max_age="300", ${metadata}`,
    },
  },
  {
    title: 'requireStepUp refuses a machine with 403',
    ...sends(`Bearer ${pool.machineToken()}`),
    guard: (on) => on.requireStepUp({ maxAgeSeconds: 3600 }),
    answer: forbidden,
  },
  {
    title: 'requireStepUp leaves a request without credentials to the authentication',
    guard: (on) => on.requireStepUp({ maxAgeSeconds: 3600 }),
    answer: missing,
  },
  {
    title: 'optional, and requireStepUp, refuse an anonymous request with 401',
    authentication: 'optional',
    guard: (on) => on.requireStepUp({ maxAgeSeconds: 3600 }),
    answer: missing,
  },
  {
    title: 'anyOf reports no step-up',
    ...token({ signedInSecondsAgo: 61 }),
    guard: (on) => on.authorize(anyOf(steppedUp({ maxAgeSeconds: 60 }), hasScope('orders/write'))),
    answer: forbidden,
  },
  {
    title: 'allOf reports the step-up of its first refusal',
    ...token({ signedInSecondsAgo: 61 }),
    guard: (on) => on.authorize(allOf(steppedUp({ maxAgeSeconds: 60 }), hasScope('orders/write'))),
    answer: steppingUp('max_age="60"'),
  },
  {
    title: 'allOf reports the scope of its first refusal',
    ...token({ signedInSecondsAgo: 61 }),
    guard: (on) => on.authorize(allOf(hasScope('orders/write'), steppedUp({ maxAgeSeconds: 60 }))),
    answer: { ...forbidden, challenge: scoped('orders/write') },
  },
  {
    title: 'authorize refuses a machine with 403 if the check demands a step-up',
    ...sends(`Bearer ${pool.machineToken()}`),
    guard: (on) => on.authorize(() => ({ allowed: false, stepUp: { maxAgeSeconds: 60 } })),
    answer: forbidden,
  },
]

const checks: readonly Row[] = (
  [
    ['passes on true', () => true, alice],
    ['passes on { allowed: true }', () => ({ allowed: true }), alice],
    ['passes on true that comes later', () => later(true), alice],
    ['passes on a decision that comes later', () => later({ allowed: true }), alice],
    ['refuses on false', () => false, forbidden],
    ['refuses on { allowed: false }', () => ({ allowed: false }), forbidden],
    ['refuses on false that comes later', () => later(false), forbidden],
    [
      'names the scope of a decision',
      () => ({ allowed: false, scope: 'orders/write' }),
      { ...forbidden, challenge: scoped('orders/write') },
    ],
    [
      'names the scope of a decision that comes later',
      () => later({ allowed: false, scope: 'orders/write' }),
      { ...forbidden, challenge: scoped('orders/write') },
    ],
    [
      'does not name a scope that would break out of the challenge',
      () => ({ allowed: false, scope: 'a", realm="b' }),
      forbidden,
    ],
    [
      'asks for the step-up of a decision',
      () => ({ allowed: false, stepUp: { acrValues: [level4], maxAgeSeconds: 0 } }),
      steppingUp(`acr_values="${level4}", max_age="0"`),
    ],
    [
      'asks for the step-up of a decision that comes later',
      () => later({ allowed: false, stepUp: { maxAgeSeconds: 60 } }),
      steppingUp('max_age="60"'),
    ],
    [
      'fails on a step-up that would break out of the challenge',
      () => ({ allowed: false, stepUp: { acrValues: ['a", realm="b'] } }),
      frameworksError,
    ],
    [
      'fails on a malformed step-up that comes later',
      () => later({ allowed: false, stepUp: { maxAgeSeconds: -1 } }),
      frameworksError,
    ],
    ['fails on an empty step-up', () => ({ allowed: false, stepUp: {} }), frameworksError],
    ['fails on undefined', returning(undefined), frameworksError],
    ['fails on null', returning(null), frameworksError],
    ['fails on 1', returning(1), frameworksError],
    ['fails on a text', returning('true'), frameworksError],
    ['fails on an empty object', returning({}), frameworksError],
    ['fails on { allowed: 1 }', returning({ allowed: 1 }), frameworksError],
    ['fails on a function', returning(() => true), frameworksError],
    ['fails on undefined that comes later', returning(later(undefined)), frameworksError],
    ['fails when the check throws', throwing(new Error('No database')), frameworksError],
    ['fails when the check throws nothing at all', throwing(undefined), frameworksError],
    ['fails when the check throws the word route', throwing('route'), frameworksError],
    ['fails when the check throws the word router', throwing('router'), frameworksError],
    ['fails when the check rejects', rejecting(new Error('No database')), frameworksError],
    ['fails when the check rejects with nothing at all', rejecting(undefined), frameworksError],
    ['fails when the check rejects with null', rejecting(null), frameworksError],
    ['fails when the check rejects with the word route', rejecting('route'), frameworksError],
    ['fails when the check rejects with the word router', rejecting('router'), frameworksError],
  ] as const
).map(([title, check, answer]) => ({
  title: `authorize ${title}`,
  request: token().request,
  guard: (on) => on.authorize(check),
  answer,
}))

const guardsAlone: readonly Row[] = (
  [
    ['requireGroup()', (on) => on.requireGroup('admin')],
    ['requireAnyGroup()', (on) => on.requireAnyGroup('admin')],
    ['requireAllGroups()', (on) => on.requireAllGroups('admin')],
    ['requireScope()', (on) => on.requireScope('orders/read')],
    ['requireAnyScope()', (on) => on.requireAnyScope('orders/read')],
    ['requireAllScopes()', (on) => on.requireAllScopes('orders/read')],
    ['requireStepUp()', (on) => on.requireStepUp({ maxAgeSeconds: 3600 })],
    ['authorize()', (on) => on.authorize(() => true)],
  ] as const satisfies readonly (readonly [string, Row['guard']])[]
).map(([name, guard]) => ({
  title: `${name} refuses every request where no authentication ran, and warns once`,
  authentication: 'none',
  request: token({ groups: ['admin'], scopes: ['orders/read'] }).request,
  guard,
  answer: missing,
  warning: name,
}))

/** The row for an API that is a protected resource. */
function bind({ title, options, ...row }: Row): Row {
  return { ...row, title: `a protected resource ${title}`, options: { ...options, ...bound } }
}

const allScopes = 'mcp/read mcp/write'

const resources: readonly Row[] = [
  { title: 'passes a token for it', ...token({ claims: { aud: mcp } }), answer: alice },
  { title: 'passes a token for it and for others', ...token({ claims: { aud: ['x', mcp] } }), answer: alice },
  { title: 'refuses no credentials', answer: boundTo(missing, allScopes) },
  { title: 'refuses malformed credentials', ...sends('Bearer a$b'), answer: boundTo(malformed, allScopes) },
  { title: 'refuses a token for no resource', ...token(), answer: boundTo(invalid, allScopes) },
  {
    title: 'refuses a token for a resource that differs by a slash',
    ...token({ claims: { aud: `${mcp}/` } }),
    answer: boundTo(invalid, allScopes),
  },
  {
    title: 'refuses an expired token',
    ...token({ claims: { aud: mcp }, expiresInSeconds: -1 }),
    answer: boundTo(expired, allScopes),
  },
  {
    title: 'refuses a revoked token',
    ...token({ claims: { aud: mcp } }),
    options: { isRevoked: () => true },
    answer: boundTo(revoked, allScopes),
  },
  {
    title: 'refuses a machine, whose token names no resource',
    ...sends(`Bearer ${pool.machineToken({ scopes: ['mcp/read'] })}`),
    answer: boundTo(invalid, allScopes),
  },
  {
    title: 'cannot answer without keys, and has no challenge then',
    ...token({ claims: { aud: mcp } }),
    options: keyless,
    answer: unavailable,
  },
]

const guardedResources: readonly Row[] = (
  [
    ['requireScope', (on) => on.requireScope('mcp/admin'), boundTo(forbidden, `${allScopes} mcp/admin`)],
    [
      'requireAllScopes',
      (on) => on.requireAllScopes('mcp/admin', 'mcp/read'),
      boundTo(forbidden, `${allScopes} mcp/admin`),
    ],
    ['requireGroup', (on) => on.requireGroup('admin'), boundTo(forbidden)],
    [
      'authorize, which names a scope,',
      (on) => on.authorize(() => ({ allowed: false, scope: 'mcp/write' })),
      boundTo(forbidden, allScopes),
    ],
    ['authorize, which names no scope,', (on) => on.authorize(() => false), boundTo(forbidden)],
    ['requireStepUp', (on) => on.requireStepUp({ amr: ['mfa'] }), boundTo(unsteppedUp)],
  ] as const satisfies readonly (readonly [string, Row['guard'], Refused])[]
).map(([name, guard, answer]) => ({
  title: `${name} refuses a token for a protected resource, with the metadata in its challenge`,
  request: token({ claims: { aud: mcp }, scopes: ['mcp/read'] }).request,
  options: bound,
  guard,
  answer,
}))

const optional: readonly Row[] = [
  { title: 'optional passes an anonymous request', authentication: 'optional', answer: anonymous },
  { title: 'optional passes an empty header', authentication: 'optional', ...sends(''), answer: anonymous },
  {
    title: 'optional passes another scheme',
    authentication: 'optional',
    ...sends('Basic YWxpY2U6c2VjcmV0'),
    answer: anonymous,
  },
  { title: 'optional knows a token', authentication: 'optional', ...token(), answer: alice },
  {
    title: 'optional refuses a bad token',
    authentication: 'optional',
    ...forged(),
    answer: invalid,
  },
  {
    title: 'optional refuses an expired token',
    authentication: 'optional',
    ...token({ expiresInSeconds: -1 }),
    answer: expired,
  },
  {
    title: 'optional refuses malformed credentials',
    authentication: 'optional',
    ...sends('Bearer a$b'),
    answer: malformed,
  },
  {
    title: 'optional refuses two fields',
    authentication: 'optional',
    ...sends([pool.bearer(), pool.bearer()]),
    answer: malformed,
  },
  {
    title: 'optional cannot answer a token without keys',
    authentication: 'optional',
    ...token(),
    options: keyless,
    answer: unavailable,
  },
  {
    title: 'optional passes a token without a scheme as anonymous',
    authentication: 'optional',
    ...sends(pool.accessToken()),
    answer: anonymous,
  },
  {
    title: 'optional refuses a token on the list of revocations',
    authentication: 'optional',
    ...token(),
    options: listing(() => ({ revoked: true })),
    answer: revoked,
  },
  {
    title: 'optional cannot answer a token without the list of revocations',
    authentication: 'optional',
    ...token(),
    options: listing(() => ({ unavailable: new Error('No store') })),
    answer: unlisted,
  },
  {
    title: 'optional passes a request without credentials, whatever the list of revocations',
    authentication: 'optional',
    options: listing(() => ({ unavailable: new Error('No store') })),
    answer: anonymous,
  },
  {
    title: 'optional fails when the list of revocations throws a 401',
    authentication: 'optional',
    ...token(),
    options: listing(throwing(new UnauthenticatedError())),
    answer: frameworksError,
  },
  {
    title: 'optional fails when isRevoked throws',
    authentication: 'optional',
    ...token(),
    options: { isRevoked: throwing(undefined) },
    answer: frameworksError,
  },
  {
    title: 'optional, and a guard, refuse an anonymous request with 401',
    authentication: 'optional',
    guard: (on) => on.requireGroup('admin'),
    answer: missing,
  },
  {
    title: 'optional, and a check that passes everybody, refuse an anonymous request with 401',
    authentication: 'optional',
    guard: (on) => on.authorize(() => true),
    answer: missing,
  },
  {
    title: 'optional, and a guard, refuse a known user with 403',
    authentication: 'optional',
    ...token(),
    guard: (on) => on.requireGroup('admin'),
    answer: forbidden,
  },
  {
    title: 'optional, and a guard, pass a member',
    authentication: 'optional',
    ...token({ groups: ['admin'] }),
    guard: (on) => on.requireGroup('admin'),
    answer: alice,
  },
]

const protectionSpaces: readonly Row[] = [
  {
    title: 'a challenge names realm and metadata',
    options: described,
    answer: { ...missing, challenge: `${space}, ${metadata}` },
  },
  {
    title: 'a challenge for malformed credentials names them',
    ...sends('Bearer a$b'),
    options: described,
    answer: { ...malformed, challenge: `${space}, error="invalid_request", ${metadata}` },
  },
  {
    title: 'a challenge for a bad token names them',
    ...forged(),
    options: described,
    answer: { ...invalid, challenge: `${space}, error="invalid_token", ${metadata}` },
  },
  {
    title: 'a challenge of a guard names them',
    ...token(),
    options: described,
    guard: (on) => on.requireGroup('admin'),
    answer: { ...forbidden, challenge: `${space}, error="insufficient_scope", ${metadata}` },
  },
  {
    title: 'a challenge of a scope guard names them',
    ...token(),
    options: described,
    guard: (on) => on.requireScope('orders/write'),
    answer: {
      ...forbidden,
      challenge: `${space}, error="insufficient_scope", scope="orders/write", ${metadata}`,
    },
  },
  {
    title: 'a challenge of a guard for an anonymous request names them',
    authentication: 'optional',
    options: described,
    guard: (on) => on.requireGroup('admin'),
    answer: { ...missing, challenge: `${space}, ${metadata}` },
  },
  {
    title: 'no challenge is sent without keys, whatever the realm',
    ...token(),
    options: { ...keyless, ...described },
    answer: unavailable,
  },
]

const methods: readonly Row[] = [
  {
    title: 'OPTIONS is not exempt',
    request: { method: 'OPTIONS', path: '/resource' },
    answer: missing,
  },
  {
    title: 'OPTIONS passes a token',
    ...sends(pool.bearer(), { method: 'OPTIONS' }),
    answer: alice,
  },
  { title: 'HEAD is not exempt', request: { method: 'HEAD', path: '/resource' }, answer: missing },
  {
    title: 'HEAD gets the challenge of a guard',
    ...sends(pool.bearer(), { method: 'HEAD' }),
    guard: (on) => on.requireGroup('admin'),
    answer: forbidden,
  },
  { title: 'POST is not exempt', request: { method: 'POST', path: '/resource' }, answer: missing },
  { title: 'DELETE is not exempt', request: { method: 'DELETE', path: '/resource' }, answer: missing },
  { title: 'an unknown URL is refused', request: { path: '/nowhere' }, answer: missing },
  {
    title: 'an unknown URL is refused to OPTIONS',
    request: { method: 'OPTIONS', path: '/nowhere' },
    answer: missing,
  },
  {
    title: 'an unknown URL is unknown to those who are known',
    ...sends(pool.bearer(), { path: '/nowhere' }),
    answer: notFound,
  },
  {
    title: 'an unknown URL is a 404 for an anonymous request where authentication is optional',
    authentication: 'optional',
    request: { path: '/nowhere' },
    answer: notFound,
  },
]

const inCookies = { options: { tokenFrom: cookieSource } }
const sameOrigin = { 'sec-fetch-site': 'same-origin' }
const crossSite = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }

const cookies: readonly Row[] = [
  { title: 'a cookie is not looked at by default', ...withCookie('GET'), answer: missing },
  { title: 'a token in a cookie passes', ...inCookies, ...withCookie('GET'), answer: fromCookie },
  {
    title: 'a cookie is asked for with the challenge for bearer tokens',
    ...inCookies,
    request: { path: '/resource' },
    answer: { ...missing, ...varied },
  },
  {
    title: 'a token in Authorization passes beside a cookie source, also from another origin',
    ...inCookies,
    ...sends(pool.bearer(), { method: 'POST', headers: crossSite }),
    answer: { ...alice, ...varied },
  },
  {
    title: 'Authorization is refused for what it is, whatever the cookie',
    ...inCookies,
    request: { ...withCookie('POST', crossSite).request, authorization: 'Bearer a b' },
    answer: { ...malformed, ...varied },
  },
  {
    title: 'an expired token in a cookie is refused',
    ...inCookies,
    ...withCookie('GET', {}, pool.accessToken({ expiresInSeconds: -1 })),
    answer: { ...expired, ...varied },
  },
  {
    title: 'a cookie that cannot be a token is refused',
    ...inCookies,
    ...withCookie('GET', {}, `"${pool.accessToken()}"`),
    answer: { ...malformed, ...varied },
  },
  {
    title: 'a cookie is refused if there are two, also if authentication is optional',
    ...inCookies,
    authentication: 'optional',
    ...withCookie('GET', {}, 'a; __Host-access=a'),
    answer: { ...malformed, ...varied },
  },
  {
    title: 'an empty cookie is none',
    ...inCookies,
    authentication: 'optional',
    ...withCookie('POST', crossSite, ''),
    answer: { ...anonymous, ...varied },
  },
  ...(['GET', 'HEAD', 'OPTIONS'] as const).flatMap((method): Row[] => [
    {
      title: `${method} passes with a cookie from another origin`,
      ...inCookies,
      ...withCookie(method, crossSite),
      answer: fromCookie,
    },
  ]),
  ...(['POST', 'PUT', 'DELETE'] as const).flatMap((method): Row[] => [
    {
      title: `${method} passes with a cookie from the same origin`,
      ...inCookies,
      ...withCookie(method, sameOrigin),
      answer: fromCookie,
    },
    {
      title: `${method} passes with a cookie from a trusted origin`,
      ...inCookies,
      ...withCookie(method, { ...crossSite, origin: 'https://app.example.com' }),
      answer: fromCookie,
    },
    {
      title: `${method} passes with a cookie from a client that is no browser`,
      ...inCookies,
      ...withCookie(method),
      answer: fromCookie,
    },
    {
      title: `${method} is refused with a cookie from another origin`,
      ...inCookies,
      ...withCookie(method, crossSite),
      answer: { ...crossOrigin, ...varied },
    },
    {
      title: `${method} is refused with a cookie from another origin where authentication is optional`,
      ...inCookies,
      authentication: 'optional',
      ...withCookie(method, { origin: 'null' }),
      answer: { ...crossOrigin, ...varied },
    },
  ]),
  {
    title: 'a request from another origin is refused before its token is looked at',
    ...inCookies,
    ...withCookie('POST', crossSite, 'junk'),
    answer: { ...crossOrigin, ...varied },
  },
  {
    title: 'a guard refuses a token in a cookie',
    ...inCookies,
    ...withCookie('POST', sameOrigin),
    guard: ({ requireGroup }) => requireGroup('admin'),
    answer: { ...forbidden, ...varied },
  },
]

const inHeader = { options: { tokenFrom: headerSource } }

const headers: readonly Row[] = [
  { title: 'another header is not looked at by default', ...withHeader(pool.accessToken()), answer: missing },
  {
    title: 'a token in another header passes',
    ...inHeader,
    ...withHeader(pool.accessToken()),
    answer: alice,
  },
  {
    title: 'Authorization is not looked at beside another header',
    ...inHeader,
    ...withHeader(pool.accessToken(), 'Bearer a b'),
    answer: alice,
  },
  {
    title: 'a token in Authorization does not pass in place of another header',
    ...inHeader,
    ...sends(pool.bearer()),
    answer: missing,
  },
  { title: 'an empty header is none', ...inHeader, ...withHeader(''), answer: missing },
  {
    title: 'a scheme in another header is refused',
    ...inHeader,
    ...withHeader(pool.bearer()),
    answer: malformed,
  },
  {
    title: 'an invalid token in another header is refused, also if authentication is optional',
    ...inHeader,
    authentication: 'optional',
    ...withHeader('junk'),
    answer: invalid,
  },
]

/** All rows of the table of answers, and what is near them. */
export const table: readonly Row[] = [
  ...credentials,
  ...tokens,
  ...guards,
  ...stepUps,
  ...checks,
  ...guardsAlone,
  ...resources.map(bind),
  ...guardedResources,
  ...optional,
  ...protectionSpaces,
  ...methods,
  ...cookies,
  ...headers,
]
