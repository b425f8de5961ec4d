import { meaningOf } from './claim-meanings.ts'
import { userPoolOf } from './issuer.ts'
import type { Row } from './layout.ts'
import type { Jwt, JsonObject } from './material.ts'
import { moment } from './moment.ts'
import { shown } from './printable.ts'

/** Claims that a token may have a great many of, and rows that somebody wants to read. */
const maxClaims = 60

/** What a token is, in a few words. */
export function kindOf({ claims }: Jwt): string {
  const { token_use: tokenUse, iss } = claims
  const origin = userPoolOf(iss) === undefined ? '' : ' of Amazon Cognito'
  if (tokenUse === 'id')
    return `An ID token${origin}: it says who signed in, to the app that they signed in to`
  if (tokenUse !== 'access') return 'A JWT that is neither an access token nor an ID token of Amazon Cognito'
  return isMachine(claims)
    ? `An access token${origin}, of an app client that acts for itself (a machine)`
    : `An access token${origin}, of a user`
}

/** What a token says, for the reader. None of it is verified. */
export function summaryOf({ header, claims }: Jwt, now: number): Row[] {
  const { token_use: tokenUse, iss, iat, nbf, exp, auth_time: signedInAt } = claims
  const username = tokenUse === 'id' ? claims['cognito:username'] : claims.username
  const who = isMachine(claims) ? `app client ${shown(claims.sub)}` : said(claims.sub)
  const rows: Row[] = [
    ['who', username === undefined ? who : `${shown(username)} (${who})`],
    ['groups', groups(claims['cognito:groups'])],
    ...scopeRows(claims),
    ['app client', said(tokenUse === 'id' ? claims.aud : claims.client_id)],
    ['user pool', userPoolOf(iss) ?? 'not told: the issuer is none of Amazon Cognito'],
    ['issuer', said(iss)],
    ['key', `${said(header.kid)}, ${said(header.alg)}`],
  ]
  if (signedInAt !== undefined) rows.push(['signed in', at(signedInAt, now)])
  rows.push(['issued', at(iat, now)])
  if (nbf !== undefined) rows.push(['not before', at(nbf, now)])
  rows.push([typeof exp === 'number' && exp <= now ? 'expired' : 'expires', at(exp, now)])
  return rows
}

/** Claims that the summary has the values of. */
const summarised = new Set(
  'sub username cognito:username cognito:groups scope iss client_id auth_time iat nbf exp'.split(' '),
)

/** Each claim of a token, and what it means to an API. */
export function claimsOf({ claims }: Jwt): Row[] {
  const names = Object.keys(claims)
  const rows = names.slice(0, maxClaims).map((name): Row => {
    const meaning = meaningOf(name, claims)
    return [shown(name, 40), summarised.has(name) ? meaning : `${shown(claims[name])} (${meaning})`]
  })
  return names.length > maxClaims ? [...rows, ['…', `and ${names.length - maxClaims} more`]] : rows
}

/** Client credentials: a token of an app client about itself. */
function isMachine({ token_use: tokenUse, sub, client_id: clientId, username }: JsonObject): boolean {
  return tokenUse === 'access' && sub !== undefined && sub === clientId && username === undefined
}

/** ID tokens have no scopes. */
function scopeRows({ token_use: tokenUse, scope }: JsonObject): Row[] {
  if (scope === undefined) return tokenUse === 'id' ? [] : [['scopes', 'none']]
  return [['scopes', typeof scope === 'string' ? shown(scope, 2000) : `none: ${shown(scope)} is no text`]]
}

function said(value: unknown): string {
  return value === undefined ? 'not told' : shown(value)
}

function groups(claim: unknown): string {
  if (claim === undefined || (Array.isArray(claim) && claim.length === 0)) return 'none'
  const isList = Array.isArray(claim) && claim.every((group) => typeof group === 'string')
  return isList ? shown(claim.join(', '), 2000) : `none: ${shown(claim)} is no list of texts`
}

function at(claim: unknown, now: number): string {
  if (claim === undefined) return 'not told'
  return typeof claim === 'number' ? moment(claim, now) : `${shown(claim)}, which is no time`
}
