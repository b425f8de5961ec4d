import { type KeySet, readKeySet } from '../keys/key-set.ts'
import { ConfigurationError } from '../refusal/errors.ts'
import type { UserPoolOptions } from '../types/options.ts'
import { checkJwksUri, parseUrl } from './addresses.ts'
import { checkNames } from './check.ts'
import { invalidOption, missingOption } from './invalid-option.ts'
import { deriveIssuers, deriveJwksUri, type PoolIssuer } from './issuers.ts'
import type { OptionNames, RawOption, RawOptions } from './raw-option.ts'

/** A user pool as verification sees it: checked, complete, and independent of the options it came from. */
export interface UserPool {
  readonly userPoolId: string

  /** App clients whose tokens are accepted. `null` accepts all of them. */
  readonly clientIds: ReadonlySet<string> | null

  /** Kind of token that is accepted. `null` accepts both. */
  readonly tokenUse: 'access' | 'id' | null

  /** Resources, one of which an access token must name. `null` if that is not checked. */
  readonly audiences: ReadonlySet<string> | null

  readonly issuers: readonly PoolIssuer[]

  /** The keys from the option `jwks`. `undefined` if they are fetched. */
  readonly keySet: KeySet | undefined
}

/** The options of a pool before they are checked. */
export type RawPoolOptions = RawOptions<UserPoolOptions>

export const poolOptionNames: OptionNames<UserPoolOptions> = {
  userPoolId: true,
  clientId: true,
  tokenUse: true,
  audience: true,
  issuer: true,
  jwksUri: true,
  jwks: true,
}

/** Checks the options of one pool. `hasOwnFetch` says that a function of the user fetches the keys. */
export function checkUserPool(raw: RawPoolOptions, hasOwnFetch: boolean): UserPool {
  const issuer = checkIssuer(raw.issuer)
  const userPoolId = checkUserPoolId(raw.userPoolId, issuer !== undefined)
  const keySet = checkKeySet(raw)
  const checked = {
    userPoolId,
    clientId: checkClientIds(raw.clientId),
    tokenUse: checkTokenUse(raw.tokenUse),
    audience: checkAudiences(raw.audience),
    issuer,
    jwksUri: keySet ? undefined : resolveJwksUri(raw, issuer, hasOwnFetch),
    jwks: keySet,
  } satisfies { readonly [name in keyof UserPoolOptions]-?: unknown }
  return {
    userPoolId,
    clientIds: checked.clientId,
    tokenUse: checked.tokenUse,
    audiences: checked.audience,
    issuers: resolveIssuers(userPoolId, issuer, checked.jwksUri),
    keySet,
  }
}

function checkUserPoolId(raw: RawOption, hasOwnIssuer: boolean): string {
  const { value } = raw
  if (value === undefined)
    throw missingOption(raw, 'the id of your user pool, for example us-east-1_EXAMPLE1')

  const pattern = hasOwnIssuer ? /^[\w-]+_[0-9A-Za-z]+$/ : /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}_[0-9A-Za-z]+$/
  if (typeof value !== 'string' || value.length > 55 || !pattern.test(value)) {
    throw invalidOption(raw, 'the id of a user pool, <region>_<id>, for example us-east-1_EXAMPLE1')
  }
  return value
}

function checkClientIds(raw: RawOption): ReadonlySet<string> | null {
  const { value, variable } = raw
  if (value === null) return null
  if (value === undefined) {
    throw missingOption(raw, 'the id of your app client, or null to accept every app client of the user pool')
  }
  const ids = variable === undefined ? value : splitList(value)
  return checkNames(
    raw,
    ids,
    'the id of an app client, an array of such ids, or null to accept every app client',
  )
}

/** Splits the value of an environment variable at its commas. */
function splitList(value: unknown): string[] {
  return String(value)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

function checkTokenUse(raw: RawOption): 'access' | 'id' | null {
  const { value = 'access' } = raw
  if (value !== 'access' && value !== 'id' && value !== null)
    throw invalidOption(raw, "'access', 'id' or null for either")
  return value
}

function checkAudiences(raw: RawOption): ReadonlySet<string> | null {
  if (raw.value === undefined) return null
  return checkNames(raw, raw.value, 'a resource, for example https://api.example.com, or an array of them')
}

function checkIssuer(raw: RawOption): string | undefined {
  const { value } = raw
  if (value === undefined) return undefined
  if (typeof value !== 'string' || parseUrl(value) === undefined || /\s/.test(value)) {
    throw invalidOption(
      raw,
      'the exact `iss` of the tokens, for example https://cognito-idp.us-east-1.amazonaws.com/us-east-1_EXAMPLE1',
    )
  }
  return value
}

function checkKeySet({ jwks, jwksUri }: RawPoolOptions): KeySet | undefined {
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
  throw invalidOption(
    jwks,
    'a JSON Web Key Set, { keys: [...] }, with an RSA key of at least 2048 bits for signatures, and its kid',
  )
}

/** The URL of the keys. Returns `undefined` if the options say nothing about it. */
function resolveJwksUri(
  raw: RawPoolOptions,
  issuer: string | undefined,
  hasOwnFetch: boolean,
): string | undefined {
  if (raw.jwksUri.value !== undefined) return checkJwksUri(raw.jwksUri, hasOwnFetch)
  return issuer && checkJwksUri({ ...raw.issuer, value: deriveJwksUri(issuer) }, hasOwnFetch)
}

/** A custom issuer replaces those of the pool. */
function resolveIssuers(
  userPoolId: string,
  issuer: string | undefined,
  jwksUri: string | undefined,
): readonly PoolIssuer[] {
  if (issuer === undefined) return deriveIssuers(userPoolId, jwksUri)
  return [{ issuer, jwksUri: jwksUri ?? deriveJwksUri(issuer), isOptional: false }]
}
