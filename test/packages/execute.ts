import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Runs a command to its end and returns what it printed. Rejects, with all that it printed, unless it succeeds. */
export async function execute(
  command: string,
  args: readonly string[],
  cwd = process.cwd(),
): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(command, args, { cwd, maxBuffer: 2 ** 26 })
    return stdout
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { readonly stdout?: string; readonly stderr?: string }
    throw new Error(`${command} ${args.join(' ')} failed\n${stdout}${stderr}`, { cause: error })
  }
}

/** An installation that takes what it can from npm's cache, runs no scripts and leaves nothing behind. */
export const npmFlags = [
  '--prefer-offline',
  '--ignore-scripts',
  '--no-package-lock',
  '--no-audit',
  '--no-fund',
]
