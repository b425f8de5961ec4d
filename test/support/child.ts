import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { root } from './readme.ts'

/** A Node process that runs a file, with nothing of this process's environment. */
export interface Child {
  readonly process: ChildProcess
  /** Exit status, and all that was printed. */
  readonly end: Promise<{ readonly status: number | null; readonly stdout: string; readonly stderr: string }>
  /** Waits until the text was printed on `stdout`. Rejects if the process ends without. */
  printed(text: string): Promise<string>
}

/** Runs a file, given as a path from the root. It gets 15 seconds. */
export function run(
  file: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Child {
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, [file, ...args], {
    cwd: root,
    env: { PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 15_000,
    killSignal: 'SIGKILL',
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  return {
    process: child,
    end: once(child, 'close').then(() => ({ status: child.exitCode, stdout, stderr })),
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (stdout.includes(text)) resolve(stdout)
        }
        child.stdout.on('data', look)
        child.once('close', () =>
          reject(new Error(`The process ended without printing '${text}':\n${stderr}`)),
        )
        look()
      }),
  }
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || address === null) throw new Error('There is no free port')
  return address.port
}
