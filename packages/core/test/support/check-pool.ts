import type { UserPoolOptions } from '../../dist/types/options.js'
import { checkUserPool, type RawPoolOptions, type UserPool } from '../../dist/settings/user-pool.js'

/** Checks options as they come from a user, with values that TypeScript would not accept. */
export function checkPool(
  options: { readonly [name in keyof UserPoolOptions]: unknown },
  hasOwnFetch = false,
): UserPool {
  const raw = (option: keyof UserPoolOptions) => ({ option, value: options[option] })
  const rawOptions: RawPoolOptions = {
    userPoolId: raw('userPoolId'),
    clientId: raw('clientId'),
    tokenUse: raw('tokenUse'),
    audience: raw('audience'),
    issuer: raw('issuer'),
    jwksUri: raw('jwksUri'),
    jwks: raw('jwks'),
  }
  return checkUserPool(rawOptions, hasOwnFetch)
}

/** A URL as error messages show it: what precedes the host may be a password, and a query may be one too. */
export function withoutSecrets(url: string): string {
  return url.replace(/^(https?:\/\/)?.*@/, '$1…@').replace(/\?.*/, '?…')
}
