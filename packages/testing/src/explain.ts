import type { AuthError, CognitoAuthOptions } from '@cognito-auth/core'
import { type Input, parseInput } from './input.ts'
import { type Paint, type Row, table, wrap } from './layout.ts'
import { formatValue } from './printable.ts'
import { describeRemedy } from './remedies.ts'
import type { RejectedToken } from './remedy.ts'
import { describeKind, listClaims, summarise } from './summary.ts'
import { type Verdict, verifyWithKeys, verifyWithoutKeys } from './verdict.ts'

/** The explanation of a token. */
export interface Explanation {
  readonly isRejected: boolean
  /** Text for people. It contains no control characters from the token and no part of its signature. */
  readonly report: string
}

/**
 * Describes a token, and what an API with these options does with it. If neither the options nor the environment name a
 * user pool, the token is rejected only for reasons that apply to every API. The network is used only if `jwksUri` is set.
 *
 * @throws ConfigurationError if the options or the environment are invalid.
 */
export async function explain(
  token: string,
  options: CognitoAuthOptions,
  paint: Paint,
): Promise<Explanation> {
  const now = Date.now() / 1000
  const input = parseInput(token)
  const api = isConfigured(options) ? withEnvironment(options) : undefined
  const verdict =
    options.jwksUri === undefined
      ? await verifyWithoutKeys(token, input, api ? options : createPermissiveOptions(input))
      : await verifyWithKeys(token, options)

  const lines = [
    ...describe(input, now, describeSignature(verdict, api !== undefined), paint),
    '',
    ...conclude(verdict, { input, api, now, cause: verdict.refusal?.cause }, paint),
  ]
  return { isRejected: verdict.refusal !== undefined, report: `${lines.join('\n')}\n` }
}

function describe(input: Input, now: number, signature: Row, { strong, faint }: Paint): string[] {
  if (!input.isJwt) return [strong('Not a JWT')]
  return [
    ...wrap(describeKind(input)).map(strong),
    '',
    ...table([...summarise(input, now), signature], strong),
    '',
    strong('Its claims, and what an API does with them'),
    '',
    ...table(listClaims(input), faint),
  ]
}

function describeSignature({ signature, jwksUri }: Verdict, isApiKnown: boolean): Row {
  const url = isApiKnown && jwksUri !== undefined ? ` ${formatValue(jwksUri)}` : ''
  const results: Readonly<Record<Verdict['signature'], string>> = {
    valid: `valid (keys from${url})`,
    invalid: 'invalid',
    unreached: 'not checked; the token is rejected before this step',
    unchecked: `not checked; this requires the network: --jwks-uri${url}`,
  }
  return ['signature', results[signature]]
}

function conclude({ refusal, signature }: Verdict, rejected: RejectedToken, paint: Paint): string[] {
  if (refusal) {
    const { why, fix } = describeRemedy(refusal.reason, rejected)
    return [paint.bad(formatHeading(refusal, rejected)), ...wrap(why), ...wrap(`What to do: ${fix}`)]
  }
  if (rejected.api === undefined) return wrap(noVerdict)
  return [paint.good(signature === 'valid' ? accepted : acceptedIfSigned)]
}

function formatHeading({ statusCode, code, reason }: AuthError, { api }: RejectedToken): string {
  return `${api ? 'The' : 'An'} API would reject this token (${statusCode} ${code}, reason ${reason})`
}

const accepted = 'The API would accept this token'

const acceptedIfSigned = 'The API would accept this token if its signature is valid'

const noVerdict =
  'Whether your API accepts this token depends on its user pool and app client. Pass --user-pool-id and --client-id, ' +
  'or set COGNITO_USER_POOL_ID and COGNITO_CLIENT_ID.'

function isConfigured(options: CognitoAuthOptions): boolean {
  return Object.keys(options).length > 0 || Boolean(process.env.COGNITO_USER_POOL_ID)
}

/** Adds the options from the environment, for the report only: core reads the environment itself. */
function withEnvironment(options: CognitoAuthOptions): CognitoAuthOptions {
  const {
    COGNITO_USER_POOL_ID: userPoolId,
    COGNITO_CLIENT_ID: clientId,
    COGNITO_ISSUER: issuer,
  } = process.env
  const isPoolFromEnvironment = options.userPoolId === undefined
  return {
    userPoolId,
    clientId: clientId?.split(',').map((id) => id.trim()),
    ...(isPoolFromEnvironment && issuer && { issuer }),
    ...options,
  }
}

/** Options with which only tokens that every API rejects are rejected. */
function createPermissiveOptions(input: Input): CognitoAuthOptions {
  const iss = input.isJwt ? input.claims.iss : undefined
  const isUrl = typeof iss === 'string' && URL.canParse(iss) && !/\s/.test(iss)
  return {
    userPoolId: 'us-east-1_none',
    clientId: null,
    tokenUse: null,
    ...(isUrl && { issuer: iss, jwksUri: 'https://keys.invalid/' }),
  }
}
