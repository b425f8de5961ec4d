import type { CognitoAuthOptions } from '@cognito-auth/core'
import { type ParsedFlags, parseFlags } from './parse-flags.ts'

/** What `explain` is asked to do. */
export interface ExplainCommand {
  readonly name: 'explain'
  /** The token, or `undefined` if it comes from stdin. */
  readonly text: string | undefined
  readonly options: CognitoAuthOptions
}

/** The flags of `explain`. Each sets the option of core with the same name. */
export const explainFlags = {
  'user-pool-id': { type: 'string' },
  'client-id': { type: 'string', multiple: true },
  'token-use': { type: 'string' },
  audience: { type: 'string', multiple: true },
  'user-id-claim': { type: 'string' },
  'grace-seconds': { type: 'string' },
  issuer: { type: 'string' },
  'jwks-uri': { type: 'string' },
} as const

export const explainHelp = `Explains a Cognito token, and why an API would reject it.

  npx @cognito-auth/testing explain [options] [token]

The token may be preceded by Bearer. Without the argument, it is read from stdin. The token is not
sent anywhere, and its signature is never printed.

To learn what an API does with the token, pass the options of that API:
  --user-pool-id <id>    default: COGNITO_USER_POOL_ID
  --client-id <id>       default: COGNITO_CLIENT_ID; repeat it or separate by commas; null: all
  --token-use <use>      access (default), id, or null for both
  --audience <resource>  default: not checked; repeat it for several
  --user-id-claim <name> default: sub
  --grace-seconds <n>    default: 0
  --issuer <issuer>      default: COGNITO_ISSUER, otherwise both issuers of the pool

  --jwks-uri <url>       fetches the keys from this URL to check the signature; without this
                         option, the network is not used
  -h, --help             prints this text

Exit status: 0 if the token was explained and not rejected, 1 if it is rejected, 2 if the command is
invalid.
`

/**
 * Parses the arguments of `explain`, of which the command itself is one.
 *
 * @throws UsageError
 */
export function parseExplain(args: readonly string[]): ExplainCommand {
  const { values, positionals } = parseFlags(args, explainFlags)
  const words = positionals.slice(1)
  // Without quotes, `Bearer eyJ…` is two arguments.
  const text = words.length > 0 ? words.join(' ') : undefined
  return { name: 'explain', text, options: readOptions(values) }
}

type Values = ParsedFlags<typeof explainFlags>['values']

/** Collects the options without checking them: core does that. */
function readOptions(values: Values): CognitoAuthOptions {
  const { 'client-id': clientIds, audience, 'grace-seconds': graceSeconds, 'token-use': tokenUse } = values
  const options = {
    userPoolId: values['user-pool-id'],
    clientId: clientIds && parseNull(clientIds.flatMap((ids) => ids.split(',')).map((id) => id.trim())),
    tokenUse: tokenUse === 'null' ? null : tokenUse,
    audience,
    userIdClaim: values['user-id-claim'],
    graceSeconds:
      graceSeconds !== undefined && /^\d+$/.test(graceSeconds) ? Number(graceSeconds) : graceSeconds,
    issuer: values.issuer,
    jwksUri: values['jwks-uri'],
  }
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given) as CognitoAuthOptions
}

function parseNull(names: readonly string[]): readonly string[] | null {
  return names.length === 1 && names[0] === 'null' ? null : names
}
