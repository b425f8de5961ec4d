import { type ParseArgsConfig, parseArgs } from 'node:util'
import { suggestFlag } from './suggest-flag.ts'
import { UsageError } from './usage-error.ts'

/** The flags of a command, without their leading hyphens. */
export type Flags = NonNullable<ParseArgsConfig['options']>

/** The values of flags, and the other arguments. */
export type ParsedFlags<F extends Flags> = ReturnType<
  typeof parseArgs<{ args: string[]; options: F; allowPositionals: true }>
>

/**
 * Parses arguments.
 *
 * @throws UsageError
 */
export function parseFlags<F extends Flags>(args: readonly string[], flags: F): ParsedFlags<F> {
  try {
    return parseArgs({ args: [...args], options: flags, allowPositionals: true })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new UsageError(describeProblem(error.message, Object.keys(flags)))
  }
}

/** The first sentence of Node's message names the flag. The following ones may repeat values. */
function describeProblem(message: string, known: readonly string[]): string {
  const problem = `${message.split(/[.\n]/)[0]}.`
  const unknown = /^Unknown option '--(.+)'/.exec(problem)?.[1]
  const suggestion = unknown === undefined ? undefined : suggestFlag(unknown, known)
  return suggestion === undefined ? problem : `${problem} Did you mean --${suggestion}?`
}

/** Replaces the option at the beginning of a message by its flag, if there is such a flag. */
export function nameFlag(message: string, flags: Flags): string {
  const [option = ''] = message.split(' ', 1)
  const flag = option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  return Object.hasOwn(flags, flag) ? `--${flag}${message.slice(option.length)}` : message
}
