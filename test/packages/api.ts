import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** What an API prints when it listens: its origin, and values for the `Authorization` header. */
export interface Api {
  readonly origin: string
  readonly admin: string
  readonly user: string
  readonly machine: string
  readonly expired: string
}

/** How an API ended. */
interface End {
  /** Exit status; -1 when it had to be killed. */
  readonly status: number
  readonly stderr: string
}

/** Runs an API with a Node binary, for as long as somebody uses it. It gets 30 seconds. */
export async function withApi(node: string, file: string, use: (api: Api) => Promise<void>): Promise<End> {
  const child = spawn(node, [file], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: 30_000,
    killSignal: 'SIGKILL',
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const closed = once(child, 'close')
  try {
    const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), closed])
    if (typeof line !== 'string') throw new Error(`The app ended before it listened:\n${stderr}`)
    await use(JSON.parse(line) as Api)
  } finally {
    child.stdin.end()
    await closed
  }
  return { status: child.exitCode ?? -1, stderr }
}
