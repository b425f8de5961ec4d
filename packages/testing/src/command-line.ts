import { type ParseArgsConfig, parseArgs } from 'node:util'
import type { CognitoAuthOptions } from '@cognito-auth/core'

/** A parsed command line. */
export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'explain'; readonly text: string | undefined; readonly options: CognitoAuthOptions }

/** An invalid command line. The message never repeats values, because one of them may be a token. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The flags, and the option of core that each one sets. */
const flags = {
  'user-pool-id': 'userPoolId',
  'client-id': 'clientId',
  'token-use': 'tokenUse',
  audience: 'audience',
  'user-id-claim': 'userIdClaim',
  'grace-seconds': 'graceSeconds',
  issuer: 'issuer',
  'jwks-uri': 'jwksUri',
} as const satisfies Readonly<Record<string, keyof CognitoAuthOptions>>

const parsed = {
  'user-pool-id': { type: 'string' },
  'client-id': { type: 'string', multiple: true },
  'token-use': { type: 'string' },
  audience: { type: 'string', multiple: true },
  'user-id-claim': { type: 'string' },
  'grace-seconds': { type: 'string' },
  issuer: { type: 'string' },
  'jwks-uri': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsConfig['options']

export const help = `Explains a Cognito token, and why an API would reject it.

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
 * Parses the command line.
 *
 * @throws UsageError
 */
export function parseCommand(args: readonly string[]): Command {
  const { values, positionals } = parse(args)
  const [name, ...words] = positionals
  if (values.help) return { name: 'help' }
  if (name !== 'explain') throw new UsageError('The only command is explain.')

  // Without quotes, `Bearer eyJ…` is two arguments.
  const text = words.length > 0 ? words.join(' ') : undefined
  return { name, text, options: readOptions(values) }
}

/** Replaces the option at the beginning of a message by its flag. */
export function nameFlag(message: string, option: string): string {
  const flag = Object.entries(flags).find(([, name]) => name === option)?.[0]
  return flag !== undefined && message.startsWith(option)
    ? `--${flag}${message.slice(option.length)}`
    : message
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: parsed, allowPositionals: true })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    // The first sentence names the flag. The following ones may repeat values.
    throw new UsageError(`${error.message.split(/[.\n]/)[0]}.`)
  }
}

type Values = ReturnType<typeof parse>['values']

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
