import { own } from '../lib/own-property.ts'
import type { RawOption, RawOptions } from './raw-option.ts'
import type { CognitoAuthOptions } from '../types/options.ts'
import type { RawPoolOptions } from './user-pool.ts'

/** Environment variables that stand in for options of a pool. */
const variables = {
  userPoolId: 'COGNITO_USER_POOL_ID',
  clientId: 'COGNITO_CLIENT_ID',
  issuer: 'COGNITO_ISSUER',
  jwksUri: 'COGNITO_JWKS_URI',
} as const

/** The options of a single pool, completed from the environment unless the keys are given. */
export function completeFromEnvironment(raw: RawOptions<CognitoAuthOptions>): RawPoolOptions {
  const readsEnvironment = raw.jwks.value === undefined
  const isPoolFromEnvironment = readsEnvironment && raw.userPoolId.value === undefined
  const complete = (name: keyof typeof variables, isRead: boolean): RawOption => {
    if (raw[name].value !== undefined || !isRead) return raw[name]
    const variable = variables[name]
    return { option: name, variable, value: own(process.env, variable) || undefined }
  }
  return {
    userPoolId: complete('userPoolId', readsEnvironment),
    clientId: complete('clientId', readsEnvironment),
    issuer: complete('issuer', isPoolFromEnvironment),
    jwksUri: complete('jwksUri', isPoolFromEnvironment),
    jwks: raw.jwks,
    tokenUse: raw.tokenUse,
    audience: raw.audience,
  }
}
