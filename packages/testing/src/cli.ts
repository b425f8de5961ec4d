#!/usr/bin/env node
import { ConfigurationError } from '@cognito-auth/core'
import { commandOf, help, inWordsOfFlags, UsageError } from './command-line.ts'
import { explain } from './explain.ts'
import { paint } from './layout.ts'
import { tokenIn } from './material.ts'
import { printable } from './printable.ts'

/** Far more than a token: what somebody pipes in by mistake is not read to its end. */
const maxInput = 1024 * 1024

/** Runs a command. Returns the exit status. */
async function main(args: readonly string[]): Promise<number> {
  const command = commandOf(args)
  if (command.name === 'help') {
    process.stdout.write(help)
    return 0
  }
  const token = tokenIn(command.text ?? (await readStdin()))
  if (token === '') throw new UsageError('There is no token: the text is empty.')

  const { stdout } = process
  const { isRefused, report } = await explain(
    token,
    command.options,
    paint(stdout.isTTY && stdout.hasColors()),
  )
  stdout.write(report)
  return isRefused ? 1 : 0
}

async function readStdin(): Promise<string> {
  const { stdin } = process
  // A terminal hands on lines of 4096 characters at most: a token that is pasted there could lose its end.
  if (stdin.isTTY) throw new UsageError('There is no token. Pass it as the last argument, or pipe it in.')

  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of stdin) {
    chunks.push(Buffer.from(chunk))
    length += chunk.length
    if (length > maxInput) break
  }
  return Buffer.concat(chunks).toString()
}

/** What the user is told of an error. */
function told(error: unknown): string {
  if (error instanceof ConfigurationError) return inWordsOfFlags(error.message, error.option)
  if (error instanceof UsageError) return `${error.message} See --help.`
  return `The token could not be explained: ${String(error)}`
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status
  },
  (error: unknown) => {
    process.stderr.write(`${printable(told(error))}\n`)
    process.exitCode = 2
  },
)
