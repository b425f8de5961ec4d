import type { AuthError, CognitoAuthOptions } from '@cognito-auth/core'
import { type Paint, type Row, table, wrap } from './layout.ts'
import { type Material, recognise } from './material.ts'
import { shown } from './printable.ts'
import { type Refused, remedyFor } from './remedies.ts'
import { claimsOf, kindOf, summaryOf } from './summary.ts'
import { type Verdict, verdictWithKeys, verdictWithoutKeys } from './verdict.ts'

/** A token explained. */
export interface Explanation {
  readonly isRefused: boolean
  /** For people. Nothing in it steers a terminal, and nothing of the signature is in it. */
  readonly report: string
}

/**
 * Says what a token is, and what an API with these options would do with it. Without options, and with none in the
 * environment, it is refused only for what every API refuses. The network is used only if `jwksUri` is among the options.
 *
 * @throws ConfigurationError when the options, or the environment behind them, are wrong.
 */
export async function explain(
  token: string,
  options: CognitoAuthOptions,
  paint: Paint,
): Promise<Explanation> {
  const now = Date.now() / 1000
  const material = recognise(token)
  const api = isConfigured(options) ? withEnvironment(options) : undefined
  const verdict =
    options.jwksUri === undefined
      ? await verdictWithoutKeys(token, material, api ? options : anyApi(material))
      : await verdictWithKeys(token, options)

  const lines = [
    ...describe(material, now, signatureRow(verdict, api !== undefined), paint),
    '',
    ...conclude(verdict, { material, api, now, cause: verdict.refusal?.cause }, paint),
  ]
  return { isRefused: verdict.refusal !== undefined, report: `${lines.join('\n')}\n` }
}

function describe(material: Material, now: number, signature: Row, { strong, faint }: Paint): string[] {
  if (!material.isJwt) return [strong('Not a JWT')]
  return [
    ...wrap(kindOf(material)).map(strong),
    '',
    ...table([...summaryOf(material, now), signature], strong),
    '',
    strong('Its claims, and what they mean to an API'),
    '',
    ...table(claimsOf(material), faint),
  ]
}

function signatureRow({ signature, jwksUri }: Verdict, isApiKnown: boolean): Row {
  const address = isApiKnown && jwksUri !== undefined ? ` ${shown(jwksUri)}` : ''
  const findings: Readonly<Record<Verdict['signature'], string>> = {
    right: `right, by the keys at${address}`,
    wrong: 'wrong',
    unreached: 'not checked; the token is refused before it comes to that',
    unchecked: `not checked; that takes the network: --jwks-uri${address}`,
  }
  return ['signature', findings[signature]]
}

function conclude({ refusal, signature }: Verdict, refused: Refused, paint: Paint): string[] {
  if (refusal) {
    const { why, mend } = remedyFor(refusal.reason, refused)
    return [paint.bad(heading(refusal, refused)), ...wrap(why), ...wrap(`To mend: ${mend}`)]
  }
  if (refused.api === undefined) return wrap(noVerdict)
  return [paint.good(signature === 'right' ? accepted : acceptedIfSigned)]
}

function heading({ statusCode, code, reason }: AuthError, { api }: Refused): string {
  return `${api ? 'The' : 'An'} API would refuse it (${statusCode} ${code}, reason ${reason})`
}

const accepted = 'The API would accept this token'

const acceptedIfSigned = 'The API would accept this token, provided that its signature is right'

const noVerdict =
  'Whether your API accepts it depends on its user pool and app client: pass --user-pool-id and --client-id, or set ' +
  'COGNITO_USER_POOL_ID and COGNITO_CLIENT_ID.'

function isConfigured(options: CognitoAuthOptions): boolean {
  return Object.keys(options).length > 0 || Boolean(process.env.COGNITO_USER_POOL_ID)
}

/** What the API is configured with, for the reader; core reads the environment by itself. */
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

/** Options that leave nothing to refuse but what every API refuses. */
function anyApi(material: Material): CognitoAuthOptions {
  const iss = material.isJwt ? material.claims.iss : undefined
  const isAddress = typeof iss === 'string' && URL.canParse(iss) && !/\s/.test(iss)
  return {
    userPoolId: 'us-east-1_none',
    clientId: null,
    tokenUse: null,
    ...(isAddress && { issuer: iss, jwksUri: 'https://keys.invalid/' }),
  }
}
