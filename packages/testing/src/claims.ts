import { createHash, randomUUID } from 'node:crypto'
import { checkTokenOptions } from './check-options.ts'
import type { TokenOptions } from './options.ts'
import type { PoolIdentity } from './pool-identity.ts'

/** Claims to be signed. A claim that is `undefined` is left out. */
export type Claims = Readonly<Record<string, unknown>>

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html */
export function accessTokenClaims(pool: PoolIdentity, options: TokenOptions = {}): Claims {
  checkTokenOptions(options)
  const { scopes = ['aws.cognito.signin.user.admin'], clientId = pool.clientId } = options
  const { username, sub } = resolveUser(pool, options)
  const { iat, exp } = computeLifetime(options)
  return {
    sub,
    'cognito:groups': omitEmpty(options.groups),
    iss: pool.issuer,
    version: 2,
    client_id: clientId,
    ...signInClaims(options),
    event_id: randomUUID(),
    token_use: 'access',
    scope: omitEmpty(scopes)?.join(' '),
    auth_time: computeSignInTime(iat, options),
    exp,
    iat,
    jti: randomUUID(),
    username,
    ...options.claims,
  }
}

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html */
export function idTokenClaims(pool: PoolIdentity, options: TokenOptions = {}): Claims {
  checkTokenOptions(options)
  const { username, sub } = resolveUser(pool, options)
  const { iat, exp } = computeLifetime(options)
  return {
    sub,
    'cognito:groups': omitEmpty(options.groups),
    email_verified: true,
    iss: pool.issuer,
    'cognito:username': username,
    ...signInClaims(options),
    aud: options.clientId ?? pool.clientId,
    event_id: randomUUID(),
    token_use: 'id',
    auth_time: computeSignInTime(iat, options),
    exp,
    iat,
    jti: randomUUID(),
    email: username.includes('@') ? username : `${username}@example.com`,
    ...options.claims,
  }
}

/** Claims of a token for client credentials: it has custom scopes only, and no user. */
export function machineTokenClaims(pool: PoolIdentity, options: TokenOptions = {}): Claims {
  checkTokenOptions(options)
  const { scopes = ['orders/read'], clientId = pool.clientId } = options
  const { iat, exp } = computeLifetime(options)
  return {
    sub: clientId,
    token_use: 'access',
    scope: omitEmpty(scopes)?.join(' '),
    auth_time: computeSignInTime(iat, options),
    iss: pool.issuer,
    exp,
    iat,
    version: 2,
    jti: randomUUID(),
    client_id: clientId,
    ...options.claims,
  }
}

function resolveUser({ userPoolId }: PoolIdentity, { sub, username = sub ?? 'alice' }: TokenOptions) {
  return { username, sub: sub ?? deriveUuid(`${userPoolId}/${username}`) }
}

/** Derives a UUID from a name, always the same one (version 8: RFC 9562, section 5.8). */
function deriveUuid(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function computeLifetime({ expiresInSeconds = 3600 }: TokenOptions) {
  const now = Date.now() / 1000
  const iat = Math.floor(now)
  return { iat, exp: (Number.isInteger(expiresInSeconds) ? iat : now) + expiresInSeconds }
}

function computeSignInTime(iat: number, { signedInSecondsAgo = 0 }: TokenOptions): number {
  return iat - signedInSecondsAgo
}

/** What the tokens of a sign-in have in common, refreshed ones too. */
function signInClaims({ originJti = randomUUID(), acr, amr }: TokenOptions): Claims {
  return { origin_jti: originJti, acr, amr: omitEmpty(amr) }
}

/** Like Cognito, leaves out a claim whose list is empty. */
function omitEmpty(values: readonly string[] = []): readonly string[] | undefined {
  return values.length > 0 ? values : undefined
}
