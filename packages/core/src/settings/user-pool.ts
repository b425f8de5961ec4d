import { mistake, namesOf, type Setting, urlOf } from './validate.ts'
import { ConfigurationError } from '../refusal/errors.ts'
import { type KeySet, readKeySet } from '../keys/key-set.ts'
import type { UserPoolOptions } from '../types/options.ts'

/** A user pool as verification sees it: checked, complete, and independent of the options it came from. */
export interface PoolSettings {
  readonly userPoolId: string
  readonly clientIds: ReadonlySet<string> | null
  readonly tokenUse: 'access' | 'id' | null
  readonly audiences: ReadonlySet<string> | null
  readonly issuers: readonly IssuerSettings[]

  /** Keys that were given. Nothing, when they are fetched. */
  readonly keySet: KeySet | undefined
}

/** One of the issuers of a pool, and the address of its keys. */
export interface IssuerSettings {
  readonly issuer: string
  readonly jwksUri: string

  /** Whether the pool may not use this issuer at all. */
  readonly isOptional: boolean
}

/** The options of a pool before they are checked, each with its origin. */
export type PoolOptionSettings = { readonly [name in keyof UserPoolOptions]-?: Setting }

export const poolOptionNames: readonly (keyof UserPoolOptions)[] = [
  'userPoolId',
  'clientId',
  'tokenUse',
  'audience',
  'issuer',
  'jwksUri',
  'jwks',
]

/** Variables of the environment that stand in for options of a pool. */
export const poolVariables = {
  userPoolId: 'COGNITO_USER_POOL_ID',
  clientId: 'COGNITO_CLIENT_ID',
  issuer: 'COGNITO_ISSUER',
  jwksUri: 'COGNITO_JWKS_URI',
} as const

/** Checks the options of one pool. `hasOwnFetch` says that the keys are fetched by a function of the user's. */
export function checkPool(options: PoolOptionSettings, hasOwnFetch: boolean): PoolSettings {
  const issuer = issuerOf(options.issuer)
  const userPoolId = userPoolIdOf(options.userPoolId, issuer !== undefined)
  const keySet = keySetOf(options)
  const jwksUri = keySet ? undefined : jwksUriOf(options, issuer, hasOwnFetch)
  return {
    userPoolId,
    clientIds: clientIdsOf(options.clientId),
    tokenUse: tokenUseOf(options.tokenUse),
    audiences: audiencesOf(options.audience),
    issuers: issuersOf(userPoolId, issuer, jwksUri),
    keySet,
  }
}

function userPoolIdOf(setting: Setting, hasOwnIssuer: boolean): string {
  const { value } = setting
  if (value === undefined) throw missing(setting, 'the id of your user pool, for example us-east-1_EXAMPLE1')

  const pattern = hasOwnIssuer ? /^[\w-]+_[0-9A-Za-z]+$/ : /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}_[0-9A-Za-z]+$/
  if (typeof value !== 'string' || value.length > 55 || !pattern.test(value)) {
    throw mistake(setting, 'the id of a user pool, <region>_<id>, for example us-east-1_EXAMPLE1')
  }
  return value
}

/** The error for an option that has to be there. */
function missing({ option, variable }: Setting, what: string): ConfigurationError {
  const remedy = variable === undefined ? '' : `, or set the environment variable ${variable}`
  return new ConfigurationError(option, `${option} is missing. Pass ${what}${remedy}.`)
}

function clientIdsOf(setting: Setting): ReadonlySet<string> | null {
  const { value, variable } = setting
  if (value === null) return null
  if (value === undefined) {
    throw missing(setting, 'the id of your app client, or null to accept every app client of the user pool')
  }
  const ids = variable === undefined ? value : splitList(value)
  return namesOf(
    setting,
    ids,
    'the id of an app client, an array of such ids, or null to accept every app client',
  )
}

/** A variable of the environment is one text; commas separate its names. */
function splitList(value: unknown): string[] {
  return String(value)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

function tokenUseOf(setting: Setting): 'access' | 'id' | null {
  const { value = 'access' } = setting
  if (value !== 'access' && value !== 'id' && value !== null)
    throw mistake(setting, "'access', 'id' or null for either")
  return value
}

function audiencesOf(setting: Setting): ReadonlySet<string> | null {
  if (setting.value === undefined) return null
  return namesOf(
    setting,
    setting.value,
    'a resource, for example https://api.example.com, or an array of them',
  )
}

function issuerOf(setting: Setting): string | undefined {
  const { value } = setting
  if (value === undefined) return undefined
  if (typeof value !== 'string' || urlOf(value) === undefined || /\s/.test(value)) {
    throw mistake(
      setting,
      'the exact `iss` of the tokens, for example https://cognito-idp.us-east-1.amazonaws.com/us-east-1_EXAMPLE1',
    )
  }
  return value
}

function keySetOf({ jwks, jwksUri }: PoolOptionSettings): KeySet | undefined {
  const { option, value } = jwks
  if (value === undefined) return undefined
  if (jwksUri.value !== undefined) {
    throw new ConfigurationError(
      option,
      `${option} and ${jwksUri.option} exclude each other. Pass the keys or their address.`,
    )
  }
  const keySet = readKeySet(value)
  if (keySet.size > 0) return keySet
  throw mistake(
    jwks,
    'a JSON Web Key Set, { keys: [...] }, with an RSA key of at least 2048 bits for signatures, and its kid',
  )
}

/** The address of the keys, if the options say anything of it. */
function jwksUriOf(
  options: PoolOptionSettings,
  issuer: string | undefined,
  hasOwnFetch: boolean,
): string | undefined {
  if (options.jwksUri.value !== undefined) return addressOf(options.jwksUri, hasOwnFetch)
  return issuer && addressOf({ ...options.issuer, value: keysBelow(issuer) }, hasOwnFetch)
}

function addressOf(setting: Setting, hasOwnFetch: boolean): string {
  const url = urlOf(setting.value)
  const isSafe =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && (hasOwnFetch || isLoopback(url.hostname)))
  if (!url || !isSafe || url.username !== '' || url.password !== '') {
    throw mistake(
      setting,
      'an https: address without credentials. http: is for loopback; elsewhere pass keys.fetch',
    )
  }
  return url.href
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

/**
 * The issuers of a pool. Cognito signs in the name of the original one or, for pools that were switched, of the updated
 * one; a pool that was not has no keys at the updated address.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
 */
function issuersOf(
  userPoolId: string,
  issuer: string | undefined,
  jwksUri: string | undefined,
): readonly IssuerSettings[] {
  if (issuer !== undefined) return [{ issuer, jwksUri: jwksUri ?? keysBelow(issuer), isOptional: false }]

  const region = userPoolId.slice(0, userPoolId.indexOf('_'))
  const original = `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`
  const updated = `https://issuer-cognito-idp.${region}.amazonaws.com/${userPoolId}`
  return [
    { issuer: original, jwksUri: jwksUri ?? keysBelow(original), isOptional: false },
    { issuer: updated, jwksUri: jwksUri ?? keysBelow(updated), isOptional: jwksUri === undefined },
  ]
}

function keysBelow(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/jwks.json`
}
