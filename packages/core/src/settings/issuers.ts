import { ConfigurationError } from '../refusal/configuration-error.ts'
import { fetchableUrl, parseFetchableUrl, parseUrl } from './addresses.ts'
import { describeValue } from './describe-value.ts'
import { describeOption, invalidOption, nameOption } from './invalid-option.ts'
import type { RawOption } from './raw-option.ts'
import { hasDerivedIssuers, regionOf } from './user-pool-id.ts'

/** One of the issuers of a pool, and where its keys are. */
export interface PoolIssuer {
  /** The `iss` claim, compared character by character. */
  readonly issuer: string

  readonly jwksUri: string

  /** Whether the pool may not use this issuer. */
  readonly isOptional: boolean
}

/** Where the issuers of a pool, and the URLs of their keys, come from. */
interface IssuerSource {
  readonly userPoolId: string
  readonly issuer: RawOption
  readonly jwksUri: RawOption

  /** Whether the keys are given, so that their URL is not needed. */
  readonly hasKeys: boolean

  /** Whether `keys.fetch` was passed. */
  readonly hasOwnFetch: boolean
}

/** Checks the options `issuer` and `jwksUri` of a pool. A custom issuer replaces those of the pool. */
export function resolveIssuers(source: IssuerSource): readonly PoolIssuer[] {
  const issuer = checkIssuer(source.issuer, source.userPoolId)
  const jwksUri = checkJwksUri(source)
  if (issuer === undefined) {
    return deriveIssuers(source.userPoolId).map((name, index) => ({
      issuer: name,
      jwksUri: jwksUri ?? deriveJwksUri(name),
      // A pool that was not switched to the updated issuer has no keys there.
      isOptional: jwksUri === undefined && index > 0,
    }))
  }
  return [{ issuer, jwksUri: jwksUri ?? checkDerivedJwksUri(issuer, source), isOptional: false }]
}

function checkIssuer(raw: RawOption, userPoolId: string): string | undefined {
  const { value } = raw
  if (value === undefined) return undefined
  if (typeof value !== 'string' || parseUrl(value) === undefined || /\s/.test(value)) {
    throw invalidOption(
      raw,
      'the exact `iss` of the tokens, for example https://cognito-idp.us-east-1.amazonaws.com/us-east-1_EXAMPLE1',
    )
  }
  const derived = hasDerivedIssuers(userPoolId) ? deriveIssuers(userPoolId) : []
  const meant = derived.find((name) => normalizeIssuer(name) === normalizeIssuer(value))
  if (meant !== undefined && meant !== value) {
    throw invalidOption(raw, `${meant}, exactly as in the tokens of the user pool`)
  }
  return value
}

/** An issuer without its scheme and port, in lower case, and without superfluous slashes. */
function normalizeIssuer(issuer: string): string {
  const { hostname, pathname } = new URL(issuer)
  const path = pathname.split('/').filter(Boolean).join('/')
  return `${hostname}/${path}`.toLowerCase()
}

function checkJwksUri({ jwksUri, hasOwnFetch }: IssuerSource): string | undefined {
  if (jwksUri.value === undefined) return undefined
  const url = parseFetchableUrl(jwksUri.value, hasOwnFetch)
  if (url === undefined) throw invalidOption(jwksUri, `a string: ${fetchableUrl}`)
  return url
}

/** The JWKS URL of a custom issuer. It is checked, because an issuer is not always a URL to fetch from. */
function checkDerivedJwksUri(issuer: string, { issuer: raw, jwksUri, ...source }: IssuerSource): string {
  const derived = deriveJwksUri(issuer)
  if (source.hasKeys) return derived
  const url = parseFetchableUrl(derived, source.hasOwnFetch)
  if (url !== undefined) return url
  throw new ConfigurationError(
    raw.option,
    `${describeOption(raw)}, and the JWKS URL derived from it is ${describeValue(derived)}. ` +
      `That must be ${fetchableUrl}. Pass ${nameOption(jwksUri)} to fetch the keys from another URL.`,
  )
}

/**
 * The issuers of a pool. Tokens carry the original one or, for a pool that was switched, the updated one.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
 */
function deriveIssuers(userPoolId: string): readonly [original: string, updated: string] {
  const region = regionOf(userPoolId)
  return [
    `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`,
    `https://issuer-cognito-idp.${region}.amazonaws.com/${userPoolId}`,
  ]
}

function deriveJwksUri(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/jwks.json`
}
