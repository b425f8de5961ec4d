import { describeClaim } from './claim-meanings.ts'
import { findUserPool } from './issuer.ts'
import type { Row } from './layout.ts'
import type { Jwt, JsonObject } from './input.ts'
import { formatMoment } from './moment.ts'
import { formatValue } from './printable.ts'

/** Limits the rows of the report, since a token can have any number of claims. */
const maxClaims = 60

/** Says in one sentence what a token is. */
export function describeKind({ claims }: Jwt): string {
  const { token_use: tokenUse, iss } = claims
  const origin = findUserPool(iss) === undefined ? '' : ' from Amazon Cognito'
  if (tokenUse === 'id') return `An ID token${origin}, which tells an app who signed in to it`
  if (tokenUse !== 'access')
    return 'A JWT that is neither an access token nor an ID token from Amazon Cognito'
  return isMachine(claims)
    ? `An access token${origin} for an app client that acts on its own behalf (a machine)`
    : `An access token${origin} for a user`
}

/** Lists the most important content of a token. None of it is verified. */
export function summarise({ header, claims }: Jwt, now: number): Row[] {
  const { token_use: tokenUse, iss, iat, nbf, exp, auth_time: signedInAt } = claims
  const username = tokenUse === 'id' ? claims['cognito:username'] : claims.username
  const who = isMachine(claims) ? `app client ${formatValue(claims.sub)}` : formatClaim(claims.sub)
  const rows: Row[] = [
    ['who', username === undefined ? who : `${formatValue(username)} (${who})`],
    ['groups', formatGroups(claims['cognito:groups'])],
    ...listScopes(claims),
    ['app client', formatClaim(tokenUse === 'id' ? claims.aud : claims.client_id)],
    ['user pool', findUserPool(iss) ?? 'unknown: the issuer is not a user pool of Amazon Cognito'],
    ['issuer', formatClaim(iss)],
    ['key', `${formatClaim(header.kid)}, ${formatClaim(header.alg)}`],
  ]
  if (signedInAt !== undefined) rows.push(['signed in', formatTime(signedInAt, now)])
  rows.push(['issued', formatTime(iat, now)])
  if (nbf !== undefined) rows.push(['not before', formatTime(nbf, now)])
  rows.push([typeof exp === 'number' && exp <= now ? 'expired' : 'expires', formatTime(exp, now)])
  return rows
}

/** Claims whose values are in the summary. */
const summarised = new Set(
  'sub username cognito:username cognito:groups scope iss client_id auth_time iat nbf exp'.split(' '),
)

/** Lists the claims of a token, and what an API does with each. */
export function listClaims({ claims }: Jwt): Row[] {
  const names = Object.keys(claims)
  const rows = names.slice(0, maxClaims).map((name): Row => {
    const meaning = describeClaim(name, claims)
    return [
      formatValue(name, 40),
      summarised.has(name) ? meaning : `${formatValue(claims[name])} (${meaning})`,
    ]
  })
  return names.length > maxClaims ? [...rows, ['…', `and ${names.length - maxClaims} more`]] : rows
}

/** Whether a token was issued for client credentials: its subject is its app client. */
function isMachine({ token_use: tokenUse, sub, client_id: clientId, username }: JsonObject): boolean {
  return tokenUse === 'access' && sub !== undefined && sub === clientId && username === undefined
}

/** ID tokens have no scopes: they get a row only if the claim is there. */
function listScopes({ token_use: tokenUse, scope }: JsonObject): Row[] {
  if (scope === undefined) return tokenUse === 'id' ? [] : [['scopes', 'none']]
  return [
    [
      'scopes',
      typeof scope === 'string' ? formatValue(scope, 2000) : `none: ${formatValue(scope)} is not a string`,
    ],
  ]
}

function formatClaim(value: unknown): string {
  return value === undefined ? 'missing' : formatValue(value)
}

function formatGroups(claim: unknown): string {
  if (claim === undefined || (Array.isArray(claim) && claim.length === 0)) return 'none'
  const isList = Array.isArray(claim) && claim.every((group) => typeof group === 'string')
  return isList ? formatValue(claim.join(', '), 2000) : `none: ${formatValue(claim)} is not a list of strings`
}

function formatTime(claim: unknown, now: number): string {
  if (claim === undefined) return 'missing'
  return typeof claim === 'number' ? formatMoment(claim, now) : `${formatValue(claim)}, which is not a time`
}
