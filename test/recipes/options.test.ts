import { createAuthenticator } from '@cognito-auth/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { run } from '../support/child.ts'
import { openPage } from '../support/page.ts'
import { blocksOf, tableOf } from '../support/readme.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

function mistakeOf(options: object): string {
  try {
    createAuthenticator(options)
  } catch (error) {
    return String(error)
  }
  return 'no mistake'
}

describe('The page about options', () => {
  it('tells mistakes word for word', () => {
    vi.stubEnv('COGNITO_USER_POOL_ID', 'EXAMPLE1')
    const told = blocksOf('docs/options.md').find(({ language }) => language === 'text')
    expect(told?.code.trim().split('\n')).toEqual([mistakeOf({ userPoolID: '' }), mistakeOf({})])
  })

  it('has options that are accepted', async () => {
    vi.stubEnv('COGNITO_USER_POOL_ID', 'us-east-1_EXAMPLE1')
    vi.stubEnv('COGNITO_CLIENT_ID', '4exampleclientid0000000000')
    const page = await openPage('docs/options.md')
    for (const text of ['clientId: [', 'userPools', 'tokenFrom', 'createAuthenticator']) {
      const exports = await page.module<Record<string, unknown>>(text)
      expect(Object.keys(exports).length).toBeGreaterThan(0)
    }
    await page.remove()
  })

  it('is right about the memory that 1,000 tokens take', async () => {
    const [row = []] = tableOf('docs/options.md', '`tokenCache.maxEntries`')
    const told = row.slice(1).map((cell) => Number(cell.replace(' MB', '')))
    const { stdout } = await run('--expose-gc', ['--input-type=module', '--eval', measureMemory]).end
    const { length, once, again } = JSON.parse(stdout) as Record<'length' | 'once' | 'again', number>
    const [toldOnce = 0, toldAgain = 0] = told
    expect(length / 1000).toBeCloseTo(1.3, 1)
    // The heap changes by some 0.2 MB without a cache too.
    expect(once).toBeLessThan(toldOnce * 2)
    expect(again).toBeLessThan(toldAgain * 1.5)
    expect(again).toBeGreaterThan(toldAgain / 1.5)
  })
})

/** Prints what the heap gains by 1,000 tokens that were presented once, and by 1,000 that were presented twice. */
const measureMemory = `
  import { createAuthenticator } from '@cognito-auth/core'
  import { createTestUserPool } from '@cognito-auth/testing'
  const pool = await createTestUserPool()
  const tokens = Array.from({ length: 1000 }, (_, index) => {
    const claims = { origin_jti: crypto.randomUUID(), event_id: crypto.randomUUID(), device: 'd'.repeat(165) + index }
    const token = pool.accessToken({ username: 'user-' + index, groups: ['staff'], claims })
    return Buffer.from(token)
  })
  async function heapUsed() {
    for (let round = 0; round < 5; round++) {
      gc()
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    return process.memoryUsage().heapUsed
  }
  async function measure(rounds) {
    const { verify } = createAuthenticator(pool.options)
    await verify(pool.accessToken())
    const before = await heapUsed()
    for (let round = 0; round < rounds; round++) for (const token of tokens) await verify(token.toString())
    const after = await heapUsed()
    await verify(pool.accessToken())
    return (after - before) / 1e6
  }
  await measure(2)
  const once = await measure(1)
  const again = await measure(2)
  console.log(JSON.stringify({ length: tokens[500].length, once, again }))
`
