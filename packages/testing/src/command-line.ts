import { type ParseArgsConfig, parseArgs } from 'node:util'
import type { CognitoAuthOptions } from '@cognito-auth/core'

/** What was asked for on the command line. */
export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'explain'; readonly text: string | undefined; readonly options: CognitoAuthOptions }

/** A mistake on the command line. Its message does not repeat values, one of which may be a token. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Flags, each with the option of core that it stands for. */
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

export const help = `Says what a Cognito token is, and why an API would refuse it.

  npx @cognito-auth/testing explain [options] [token]

The token may come with Bearer in front, and from stdin when it is no argument. Nothing is sent
anywhere, and the signature is never printed.

What the API is configured with, to have a verdict (the names are those of its options):
  --user-pool-id <id>    default: COGNITO_USER_POOL_ID
  --client-id <id>       default: COGNITO_CLIENT_ID; several times or comma separated; null for all
  --token-use <use>      access (default), id, or null for either
  --audience <resource>  default: not checked; several times for several
  --user-id-claim <name> default: sub
  --grace-seconds <n>    default: 0
  --issuer <issuer>      default: those of the pool, or COGNITO_ISSUER

  --jwks-uri <url>       fetches the keys from there and checks the signature: only then the network
  -h, --help             this text

Exit status: 0 explained, and accepted if there is a verdict; 1 refused; 2 a mistake in the command.
`

/**
 * Reads the command line.
 *
 * @throws UsageError
 */
export function commandOf(args: readonly string[]): Command {
  const { values, positionals } = parse(args)
  const [name, ...words] = positionals
  if (values.help) return { name: 'help' }
  if (name !== 'explain') throw new UsageError('The command is explain.')

  // `Bearer eyJ…` without quotes is two words.
  const text = words.length > 0 ? words.join(' ') : undefined
  return { name, text, options: optionsOf(values) }
}

/** The same message, about the flag in place of the option that it stands for. */
export function inWordsOfFlags(message: string, option: string): string {
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
    // The first sentence names the flag; the next ones may repeat what was typed.
    throw new UsageError(`${error.message.split(/[.\n]/)[0]}.`)
  }
}

type Values = ReturnType<typeof parse>['values']

/** The options as they were typed: core checks each of them. */
function optionsOf(values: Values): CognitoAuthOptions {
  const { 'client-id': clientIds, audience, 'grace-seconds': graceSeconds, 'token-use': tokenUse } = values
  const options = {
    userPoolId: values['user-pool-id'],
    clientId: clientIds && orNull(clientIds.flatMap((ids) => ids.split(',')).map((id) => id.trim())),
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

function orNull(names: readonly string[]): readonly string[] | null {
  return names.length === 1 && names[0] === 'null' ? null : names
}
