import { isObject } from '../lib/is-object.ts'
import { ConfigurationError } from '../refusal/configuration-error.ts'
import type { CognitoAuthOptions } from '../types/options.ts'
import type { ProtectedResource } from '../types/protected-resource.ts'
import { describeOption, invalidOption } from './invalid-option.ts'
import type { RawOption, RawOptions } from './raw-option.ts'
import type { UserPool } from './user-pool.ts'

/** Marks the protected resources of every copy of this package. */
export const resourceBrand: unique symbol = Symbol.for('@cognito-auth/ProtectedResource')

/** Whether the value comes from `protectedResource()`, of this copy of the package or of another one. */
export function isProtectedResource(value: unknown): value is ProtectedResource {
  return isObject(value) && Object.hasOwn(value, resourceBrand)
}

/**
 * Checks the option `protectedResource`, and the options that it replaces.
 *
 * @throws ConfigurationError for the first mistake.
 */
export function checkProtectedResource(raw: RawOptions<CognitoAuthOptions>): ProtectedResource | undefined {
  const { value } = raw.protectedResource
  if (value === undefined) return undefined
  if (!isProtectedResource(value))
    throw invalidOption(raw.protectedResource, 'what protectedResource() returns')
  for (const replaced of [raw.audience, raw.resourceMetadata]) {
    if (replaced.value !== undefined) throw setByResource(replaced.option)
  }
  checkAccessOnly(raw.tokenUse)
  return value
}

/**
 * Makes each pool accept only access tokens for the resource.
 *
 * @throws ConfigurationError if one of several pools has an `audience`, or accepts other tokens.
 */
export function bindToResource(pools: readonly UserPool[], resource: ProtectedResource): readonly UserPool[] {
  const audiences = listAudiences(resource)
  return pools.map((pool, index) => {
    if (pool.audiences !== null) throw setByResource(`userPools[${index}].audience`)
    checkAccessOnly({ option: `userPools[${index}].tokenUse`, value: pool.tokenUse })
    return { ...pool, audiences }
  })
}

/**
 * Checks that the token comes from the `Authorization` header, the only method that the metadata names.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1
 */
export function checkHeaderOnly(tokenFrom: RawOption): void {
  if (tokenFrom.value === undefined || tokenFrom.value === 'authorization') return
  throw new ConfigurationError(
    tokenFrom.option,
    `${describeOption(tokenFrom)}. Next to protectedResource it must be 'authorization' or left out.`,
  )
}

function checkAccessOnly(tokenUse: RawOption): void {
  if (tokenUse.value === undefined || tokenUse.value === 'access') return
  throw new ConfigurationError(
    tokenUse.option,
    `${describeOption(tokenUse)}. Next to protectedResource it must be 'access' or left out.`,
  )
}

function setByResource(option: string): ConfigurationError {
  return new ConfigurationError(
    option,
    `${option} cannot be combined with protectedResource, which sets it. Remove one of them.`,
  )
}

/** Clients add a slash to an identifier without a path, or leave it out. All others are compared as they are. */
function listAudiences({ resource }: ProtectedResource): ReadonlySet<string> {
  if (new URL(resource).pathname !== '/') return new Set([resource])
  const withoutSlash = resource.replace(/\/$/, '')
  return new Set([withoutSlash, `${withoutSlash}/`])
}
