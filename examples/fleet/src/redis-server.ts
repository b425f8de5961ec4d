import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stopAfter, stopProcess } from './stop-process.ts'

export interface RedisServer {
  readonly url: string
  stop(): Promise<void>
}

/** Starts a Redis on a free port of 127.0.0.1, with its files in a scratch folder. It ends after `timeoutMs` at the latest. */
export async function startRedis(timeoutMs: number): Promise<RedisServer> {
  const port = await findFreePort()
  const folder = await mkdtemp(join(tmpdir(), 'cognito-auth-fleet-'))
  const settings = { bind: '127.0.0.1', port: String(port), dir: folder, save: '', appendonly: 'no' }
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  stopAfter(timeoutMs, child)
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true })

  try {
    await waitUntilReady(child)
  } catch (error) {
    await remove()
    throw error
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      await stopProcess(child)
      await remove()
    },
  }
}

function waitUntilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(isMissing(error) ? new Error(remedy) : error))
    child.once('exit', (status) => reject(new Error(`redis-server ended with status ${status}`)))
    // The log is read to its end: a server whose log is not read comes to a halt.
    let log = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-1000)
      if (log.includes('Ready to accept connections')) resolve()
    })
  })
}

const remedy =
  'redis-server is not installed. On Debian and Ubuntu: apt-get install -y --no-install-recommends redis-server. ' +
  'On macOS: brew install redis.'

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address === 'object' && address) return address.port
  throw new Error('There is no free port')
}
