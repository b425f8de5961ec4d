#!/usr/bin/env node
import { ConfigurationError } from '@cognito-auth/core'
import { parseCommand, help, nameFlag, UsageError } from './command-line.ts'
import { explain } from './explain.ts'
import { paint } from './layout.ts'
import { extractToken } from './input.ts'
import { escapeUnprintable } from './printable.ts'

/** Far longer than any token. Limits how much of a wrong file is read from stdin. */
const maxInput = 1024 * 1024

/** Runs the command and returns the exit status. */
async function main(args: readonly string[]): Promise<number> {
  const command = parseCommand(args)
  if (command.name === 'help') {
    process.stdout.write(help)
    return 0
  }
  const token = extractToken(command.text ?? (await readStdin()))
  if (token === '') throw new UsageError('The token is empty.')

  const { stdout } = process
  const { isRejected, report } = await explain(
    token,
    command.options,
    paint(stdout.isTTY && stdout.hasColors()),
  )
  stdout.write(report)
  return isRejected ? 1 : 0
}

async function readStdin(): Promise<string> {
  const { stdin } = process
  // A terminal cuts lines after 4096 characters, so a pasted token could lose its end.
  if (stdin.isTTY) throw new UsageError('The token is missing. Pass it as the last argument, or pipe it in.')

  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of stdin) {
    chunks.push(Buffer.from(chunk))
    length += chunk.length
    if (length > maxInput) break
  }
  return Buffer.concat(chunks).toString()
}

/** Formats an error for stderr. */
function describeError(error: unknown): string {
  if (error instanceof ConfigurationError) return nameFlag(error.message, error.option)
  if (error instanceof UsageError) return `${error.message} See --help.`
  return `The token could not be explained: ${String(error)}`
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status
  },
  (error: unknown) => {
    process.stderr.write(`${escapeUnprintable(describeError(error))}\n`)
    process.exitCode = 2
  },
)
