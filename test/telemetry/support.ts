import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** What an API printed on a line: what its SDK exported, or a line of its log. */
export type Line = Readonly<Record<string, unknown>>

/** An API in a process of its own. */
export interface Api {
  /** Sends a request. Returns status and body. */
  send(method: string, path: string, token?: string): Promise<string>
  /** What the Prometheus exporter says. */
  scrape(): Promise<string>
  readonly lines: readonly Line[]
  stop(): Promise<void>
}

export async function startApi(file: string, env: Readonly<Record<string, string>>): Promise<Api> {
  const folder = join(import.meta.dirname, 'apps')
  const child = spawn(process.execPath, ['--require', './telemetry.cjs', file], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: Line[] = []
  const ports = new Map<string, number>()
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${file} has ended with ${code}`)))
    createInterface(child.stdout).on('line', (text) => {
      const line = JSON.parse(text) as Line
      lines.push(line)
      if ('port' in line) ports.set(String(line['kind']), Number(line['port']))
      if (ports.size === 2) resolve()
    })
  })
  return {
    async send(method, path, token) {
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
      const response = await fetch(`http://127.0.0.1:${ports.get('api')}${path}`, { method, headers })
      return `${response.status} ${await response.text()}`
    },
    async scrape() {
      return (await fetch(`http://127.0.0.1:${ports.get('metrics')}/metrics`)).text()
    },
    lines,
    stop: () => stop(child),
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

/** The value of a metric in the text of a Prometheus exporter, if it has a point with these labels. */
export function valueOf(
  text: string,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  const values = text.split('\n').flatMap((line) => {
    const [, metric, list = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)/.exec(line) ?? []
    const has = Object.entries(labels).every(([label, wanted]) =>
      list.split(',').includes(`${label}="${wanted}"`),
    )
    return metric === name && has ? [Number(value)] : []
  })
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0)
}
