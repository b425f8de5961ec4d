import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { KeyOptions } from '@cognito-auth/core'
import { createTestUserPool } from '@cognito-auth/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { gate, keyServer } from './stage.ts'
import { createKey } from './tokens.ts'

/*
 * A process may stand still: a Lambda function between two invocations, a paused container, a suspended machine, a long
 * synchronous start-up. That says nothing about the JWKS endpoint, which is healthy all the time here.
 */

const pool = await createTestUserPool()
const { userPoolId, clientId } = pool
const [oldKey, newKey] = await Promise.all([createKey('old'), createKey('new')])
const onlyOld = { keys: [oldKey.jwk] }
const onlyNew = { keys: [newKey.jwk] }

const keys: KeyOptions = { timeoutSeconds: 0.3, cooldownSeconds: 60 }
/** Longer than the time limit by more than the second from which on a delay counts. */
const longFreezeMs = 1800

/** Starts a process that verifies tokens, and returns a way to talk to it. */
async function startProcess(jwksUri: string, others: KeyOptions = {}) {
  const options = { userPoolId, clientId, jwksUri, keys: { ...keys, ...others } }
  const child = spawn(process.execPath, [fileURLToPath(new URL('./frozen-process.mjs', import.meta.url))], {
    env: { ...process.env, OPTIONS: JSON.stringify(options) },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child, 'message')

  async function ask(task: object): Promise<unknown> {
    child.send(task)
    const [answer] = await once(child, 'message')
    return answer
  }
  return {
    ask,
    verify: (token: string) => ask({ task: 'verify', token }),
    freeze: () => child.kill('SIGSTOP'),
    thaw: () => child.kill('SIGCONT'),
  }
}

// Elsewhere a process cannot be stopped and continued.
describe.skipIf(process.platform === 'win32')('a process that is frozen during its first fetch', () => {
  it.each([
    ['was answered meanwhile', {}, 1],
    ['was reset meanwhile', { reset: true }, 2],
    ['is never answered', { hang: true }, 2],
  ] as const)('accepts the first token when the fetch %s', async (_, behaviour, hits) => {
    const server = await keyServer(onlyOld)
    const held = gate()
    server.respond((hit) => (hit === 1 ? { ...behaviour, until: held.opened } : {}))
    const { ask, verify, freeze, thaw } = await startProcess(server.uri)
    await ask({ task: 'fetch' })
    await expect.poll(() => server.pending).toBe(1)

    freeze()
    held.open()
    await sleep(longFreezeMs)
    const answer = verify(oldKey.resign(pool.accessToken()))
    thaw()
    expect(await answer).toBe('accepted')
    expect(server.hits).toBe(hits)
  })
})

describe.skipIf(process.platform === 'win32')('a process that is frozen between requests', () => {
  const short: KeyOptions = { maxAgeSeconds: 0.5, maxStaleSeconds: 60 }

  it('refreshes its keys, although each refresh is frozen with it', async () => {
    const server = await keyServer(onlyOld)
    server.respond((hit) => (hit === 1 ? {} : { body: onlyNew, delayMs: 50 }))
    const { verify, freeze, thaw } = await startProcess(server.uri, short)
    const token = oldKey.resign(pool.accessToken())
    const invoke = async () => {
      const answer = verify(token)
      thaw()
      const said = await answer
      freeze()
      await sleep(longFreezeMs)
      return said
    }

    // The second finds the keys old and starts the refresh. The third waits for it.
    expect([await invoke(), await invoke(), await invoke()]).toEqual([
      'accepted',
      'accepted',
      '401 kid_unknown',
    ])
  })

  it('finds a new key, although a refresh that was frozen is never answered', async () => {
    const server = await keyServer(onlyOld)
    server.respond((hit) => (hit === 2 ? { hang: true } : { body: hit === 1 ? onlyOld : onlyNew }))
    const { verify, freeze, thaw } = await startProcess(server.uri, short)
    expect(await verify(oldKey.resign(pool.accessToken()))).toBe('accepted')
    await sleep(600)
    expect(await verify(oldKey.resign(pool.accessToken()))).toBe('accepted')
    await expect.poll(() => server.pending).toBe(1)

    freeze()
    await sleep(longFreezeMs)
    const answer = verify(newKey.resign(pool.accessToken()))
    thaw()
    expect(await answer).toBe('accepted')
    expect(server.hits).toBe(3)
  })
})

describe('a process whose event loop is blocked for longer than the time limit', () => {
  it.each([
    ['a little', 400],
    ['much', 2000],
  ])('%s reads the keys afterwards', async (_, milliseconds) => {
    const server = await keyServer(onlyOld)
    const { ask, verify } = await startProcess(server.uri)
    expect(await ask({ task: 'fetchAndBlock', milliseconds })).toBe('blocked')
    expect(await verify(oldKey.resign(pool.accessToken()))).toBe('accepted')
    expect(server.hits).toBe(1)
  })
})
