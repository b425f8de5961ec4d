import { explainFlags, explainHelp, type ExplainCommand, parseExplain } from './explain-command.ts'
import { nameFlag, parseFlags } from './parse-flags.ts'
import { parseServe, type ServeCommand, serveFlags, serveHelp } from './serve-command.ts'
import { UsageError } from './usage-error.ts'

/** A parsed command line. */
export type Command = { readonly name: 'help'; readonly text: string } | ExplainCommand | ServeCommand

/** The flags of all commands. */
const flags = { ...explainFlags, ...serveFlags, help: { type: 'boolean', short: 'h' } } as const

export const help = `Tools for APIs that use Amazon Cognito.

  npx @cognito-auth/testing explain [options] [token]
      explains a token, and why an API would reject it

  npx @cognito-auth/testing serve [options]
      starts a user pool for local development

The options are listed by explain --help and serve --help.
`

/**
 * Parses the command line.
 *
 * @throws UsageError
 */
export function parseCommand(args: readonly string[]): Command {
  // The command may stand behind options, so the flags of all commands have to be known to find it.
  const { values, positionals } = parseFlags(args, flags)
  const [name] = positionals
  switch (name) {
    case 'explain':
      return values.help ? { name: 'help', text: explainHelp } : parseExplain(args)
    case 'serve':
      return values.help ? { name: 'help', text: serveHelp } : parseServe(args)
    default:
      if (values.help) return { name: 'help', text: help }
      throw new UsageError('The commands are explain and serve.')
  }
}

/** Replaces the option at the beginning of a message by its flag, if it has one. */
export function nameOption(message: string): string {
  return nameFlag(message, flags)
}
