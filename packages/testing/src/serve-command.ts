import { parseFlags } from './parse-flags.ts'
import type { ServeOptions } from './serve.ts'
import { UsageError } from './usage-error.ts'

/** What `serve` is asked to do. */
export interface ServeCommand {
  readonly name: 'serve'
  readonly options: ServeOptions
}

/** The flags of `serve`. */
export const serveFlags = {
  port: { type: 'string' },
  'user-pool-id': { type: 'string' },
  'client-id': { type: 'string' },
  user: { type: 'string', multiple: true },
} as const

/** A fixed port, so that the variables of an API stay the same from run to run. */
const defaultPort = '4000'

const defaultUsers = ['alice=admin', 'bob']

export const serveHelp: string = `Starts a user pool for local development, without AWS and without a network.

  npx @cognito-auth/testing serve [options]

It prints the environment variables that make your API use the pool, and how to get tokens. It
listens on 127.0.0.1 only, until you stop it with Ctrl-C. It is not for production: everyone who can
connect to it gets a token for any user. The keys are new in each run.

  --port <n>             default: ${defaultPort}; 0: a free port
  --user-pool-id <id>    default: us-east-1_EXAMPLE1
  --client-id <id>       the app client that tokens are issued to; default: an example
  --user <name>[=<group>,<group>…]
                         a user and the groups in the tokens of this user; repeat it for several;
                         default: alice=admin and bob
  -h, --help             prints this text

GET /token returns an access token as text. Its parameters:
  username               default: alice; you do not have to list the users before
  groups                 separated by commas; default: the groups from --user
  scopes                 separated by commas or spaces
  kind                   access (default), id, or machine for client credentials
  sub, clientId, expiresInSeconds

Exit status: 0 if it was stopped, 2 if it cannot start.
`

/**
 * Parses the arguments of `serve`, of which the command itself is one.
 *
 * @throws UsageError
 */
export function parseServe(args: readonly string[]): ServeCommand {
  const { values, positionals } = parseFlags(args, serveFlags)
  if (positionals.length > 1) throw new UsageError('The command serve takes options only.')

  const { port = defaultPort, user = defaultUsers } = values
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new UsageError('--port is not a port. It must be a whole number from 0 to 65535.')
  }
  return {
    name: 'serve',
    options: {
      port: Number(port),
      pool: { userPoolId: values['user-pool-id'], clientId: values['client-id'] },
      users: new Map(user.map(parseUser)),
    },
  }
}

/** Parses `alice` or `alice=admin,staff`. */
function parseUser(text: string): [name: string, groups: readonly string[]] {
  const [name = '', ...rest] = text.split('=')
  const groups = rest.length === 0 ? [] : rest.join('=').split(',')
  if (name === '' || groups.includes('')) {
    throw new UsageError('--user must be a name, or a name and its groups: alice=admin,staff.')
  }
  return [name, groups]
}
