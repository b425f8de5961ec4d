#!/usr/bin/env node
import { once } from 'node:events'
import { nameOption, parseCommand } from './command-line.ts'
import { explain } from './explain.ts'
import type { ExplainCommand } from './explain-command.ts'
import { paint } from './layout.ts'
import { extractToken } from './input.ts'
import { escapeUnprintable } from './printable.ts'
import { serve } from './serve.ts'
import type { ServeCommand } from './serve-command.ts'
import { UsageError } from './usage-error.ts'

/** Far longer than any token. Limits how much of a wrong file is read from stdin. */
const maxInput = 1024 * 1024

/** Runs the command and returns the exit status. */
async function main(args: readonly string[]): Promise<number> {
  const command = parseCommand(args)
  if (command.name === 'explain') return runExplain(command)
  if (command.name === 'serve') return runServe(command)
  process.stdout.write(command.text)
  return 0
}

async function runExplain({ text, options }: ExplainCommand): Promise<number> {
  const token = extractToken(text ?? (await readStdin()))
  if (token === '') throw new UsageError('The token is empty.')

  const { stdout } = process
  const { isRejected, report } = await explain(token, options, paint(stdout.isTTY && stdout.hasColors()))
  stdout.write(report)
  return isRejected ? 1 : 0
}

/** Returns when the process is asked to end. */
async function runServe({ options }: ServeCommand): Promise<number> {
  const { report, close } = await serve(options)
  const ended = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  process.stdout.write(report)
  await ended
  await close()
  return 0
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
  if (error instanceof UsageError) return `${error.message} See --help.`
  // Core and the test pool name the option that is wrong, or the port.
  return error instanceof Error ? nameOption(error.message) : String(error)
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
