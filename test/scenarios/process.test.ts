import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { createTestUserPool } from '@cognito-auth/testing'
import { describe, expect, it } from 'vitest'
import { fetches, keyServer } from './stage.ts'

const pool = await createTestUserPool()
const { userPoolId, clientId } = pool
const mebibyte = 2 ** 20
const longestRunMs = 60_000

/** Runs a script to its end. `exitMs` is the time from its last words to its exit. */
async function run(script: string, variables: Record<string, string>, flags: readonly string[] = []) {
  const file = fileURLToPath(new URL(script, import.meta.url))
  const child = spawn(process.execPath, [...flags, file], {
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: longestRunMs,
  })
  let lastWords = performance.now()
  child.stdout.on('data', () => {
    lastWords = performance.now()
  })
  const output = text(child.stdout)
  const [exitCode] = await once(child, 'exit')
  const exitMs = performance.now() - lastWords
  return { exitCode, exitMs, result: JSON.parse(await output) as unknown }
}

const servers = [
  ['delivers', {}, 200],
  ['answers 500', { status: 500, body: 'x'.repeat(100_000) }, 503],
  ['hangs', { hang: true }, 503],
  ['drips', { drip: { bytes: 1, everyMs: 50 } }, 503],
] as const

describe.each(['express', 'fastify'])('a process with %s', (framework) => {
  it.each(servers)(
    'exits by itself when its work is done and the key server %s, and has not loaded fetch',
    async (_name, behaviour, status) => {
      const server = await keyServer(pool.jwks)
      server.respond(behaviour)
      const options = { userPoolId, clientId, jwksUri: server.uri, keys: { timeoutSeconds: 0.2 } }

      const { exitCode, exitMs, result } = await run('./idle-process.mjs', {
        FRAMEWORK: framework,
        TOKEN: pool.accessToken(),
        OPTIONS: JSON.stringify(options),
      })
      expect({ exitCode, result }).toEqual({ exitCode: 0, result: { status, isFetchLoaded: false } })
      // Idle connections to the key server would have kept it for seconds.
      expect(exitMs).toBeLessThan(1500)
      expect(await fetches(server)).toBe(1)
    },
  )
})

interface Flood {
  readonly growthBytes: number
  readonly milliseconds: number
  readonly cpuMilliseconds: number
  readonly wrong: number
  readonly kind: string
}

describe('100,000 forged tokens', { timeout: longestRunMs }, () => {
  it('are refused for the right reasons, and leave nothing behind', async ({ annotate }) => {
    const server = await keyServer(pool.jwks)
    const variables = {
      TOKEN: pool.accessToken(),
      OPTIONS: JSON.stringify({ userPoolId, clientId, jwksUri: server.uri }),
    }
    const { exitCode, result } = await run('./forged-flood.mjs', variables, ['--expose-gc'])
    expect({ exitCode, result }).toMatchObject({ exitCode: 0, result: { wrong: 0, kind: 'user' } })

    const { growthBytes, milliseconds, cpuMilliseconds } = result as Flood
    await annotate(`${(growthBytes / mebibyte).toFixed(1)} MiB more in use, ${Math.round(milliseconds)} ms`)
    expect(growthBytes).toBeLessThan(32 * mebibyte)
    expect(cpuMilliseconds).toBeLessThan(15_000)

    // The first, and one for unknown kids per cool-down of real time.
    expect(await fetches(server)).toBeLessThanOrEqual(2 + Math.ceil(milliseconds / 10_000))
  })
})

describe('100,000 requests with good tokens', { timeout: longestRunMs }, () => {
  it('leave nothing behind, whether the tokens are remembered or not', async () => {
    const { exitCode, result } = await run('./good-flood.mjs', {}, ['--expose-gc'])
    expect(exitCode).toBe(0)

    const growth = Object.entries(result as Record<string, number>)
    expect(growth).toHaveLength(3)
    expect(growth.filter(([, bytes]) => bytes > mebibyte)).toEqual([])
  })
})
