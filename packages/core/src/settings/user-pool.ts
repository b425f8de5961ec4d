import type { KeySet } from '../keys/key-set.ts'
import { own } from '../lib/own-property.ts'
import type { UserPoolOptions } from '../types/options.ts'
import { checkNames } from './check.ts'
import { checkKeySet } from './given-keys.ts'
import { invalidOption, missingOption } from './invalid-option.ts'
import { type PoolIssuer, resolveIssuers } from './issuers.ts'
import type { OptionNames, RawOption, RawOptions } from './raw-option.ts'
import { checkUserPoolId } from './user-pool-id.ts'

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

/** Checks the options of one pool. `hasOwnFetch` says whether `keys.fetch` was passed. */
export function checkUserPool(raw: RawPoolOptions, hasOwnFetch: boolean): UserPool {
  const userPoolId = checkUserPoolId(raw.userPoolId, raw.issuer)
  const keySet = checkKeySet(raw.jwks, raw.jwksUri)
  const { issuer, jwksUri } = raw
  const issuers = resolveIssuers({ userPoolId, issuer, jwksUri, hasKeys: keySet !== undefined, hasOwnFetch })
  const checked = {
    userPoolId,
    clientId: checkClientIds(raw.clientId),
    tokenUse: checkTokenUse(raw.tokenUse),
    audience: checkAudiences(raw.audience),
    issuer: issuers,
    jwksUri: issuers,
    jwks: keySet,
  } satisfies { readonly [name in keyof UserPoolOptions]-?: unknown }
  return {
    userPoolId,
    clientIds: checked.clientId,
    tokenUse: checked.tokenUse,
    audiences: checked.audience,
    issuers,
    keySet,
  }
}

function checkClientIds(raw: RawOption): ReadonlySet<string> | null {
  const { value } = raw
  if (value === null) return null
  if (value === undefined) {
    throw missingOption(raw, 'the id of your app client, or null to accept every app client of the user pool')
  }
  const ids = own(raw, 'variable') === undefined ? value : splitList(value)
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
