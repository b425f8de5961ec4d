import { createAuthenticator } from '@cognito-auth/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { headerGrammar } from './header-grammar.rows.ts'
import { describeRows } from './support/describe-rows.ts'
import { forge } from './support/forge.ts'
import { poolOptions } from './support/keys.ts'
import { exchange } from './support/raw-http.ts'
import { frameworks, startTarget, type Target } from './support/servers.ts'

describe('header grammar', () => {
  describeRows(headerGrammar)
})

describe.each(frameworks)('one connection to $name', ({ startServer }) => {
  let target: Target
  beforeAll(async () => {
    target = await startTarget(startServer)
  })
  afterAll(() => target.close())

  it('passes nothing on from one request to the next', async () => {
    const good = `Authorization: Bearer ${forge()}\r\n`
    const fields = [good, '', good, 'Authorization: Bearer x\r\n', 'Authorization: Basic eDp5\r\n', good]
    const requests = fields.map((field, index) => {
      const connection = index === fields.length - 1 ? 'close' : 'keep-alive'
      return `GET /me HTTP/1.1\r\nHost: api.example.com\r\nConnection: ${connection}\r\n${field}\r\n`
    })
    const received = await exchange(target.ports.plain, requests.join(''))
    expect(received.map(({ status }) => status)).toEqual([200, 401, 200, 401, 401, 200])
  })
})

describe('the time for a header', () => {
  const authenticator = createAuthenticator({ ...poolOptions, tokenCache: false })

  /** The least of several runs, since others run too. */
  async function leastMs(authorization: string): Promise<number> {
    const times: number[] = []
    for (let run = 0; run < 5; run++) {
      const started = performance.now()
      await authenticator.authenticate(authorization).catch(() => undefined)
      times.push(performance.now() - started)
    }
    return Math.min(...times)
  }

  const floods: readonly [string, (length: number) => string, number][] = [
    ['dots', (length) => `Bearer ${'.'.repeat(length)}`, 30_000],
    ['equals signs', (length) => `Bearer a${'='.repeat(length)}`, 30_000],
    ['equals signs that end badly', (length) => `Bearer a${'='.repeat(length)}!`, 30_000],
    ['letters that end badly', (length) => `Bearer ${'a'.repeat(length)}!`, 30_000],
    ['three segments', (length) => `Bearer ${`${'a'.repeat(length / 3)}.`.repeat(3)}`, 30_000],
    ['brackets in a payload', (length) => `Bearer ${unfinished('[', length)}`, 30_000],
    ['braces in a payload', (length) => `Bearer ${unfinished('{"a":', length)}`, 30_000],
    ['spaces', (length) => `Bearer${' '.repeat(length)}`, 2 ** 20],
    ['spaces and a letter', (length) => `Bearer${' '.repeat(length)}a`, 2 ** 20],
    ['spaces and a tab', (length) => `Bearer${' '.repeat(length)}\t`, 2 ** 20],
    ['blanks in turn', (length) => `Bearer${' \t'.repeat(length / 2)}`, 2 ** 20],
    ['schemes', (length) => 'Bearer '.repeat(length / 7), 2 ** 20],
    ['dots beyond the limit', (length) => `Bearer ${'.'.repeat(length)}`, 2 ** 20],
  ]

  function unfinished(piece: string, length: number): string {
    const payload = piece.repeat((length * 3) / 4 / piece.length)
    return `e30.${Buffer.from(payload).toString('base64url')}.AA`
  }

  it.each(floods)('grows no faster than %s do', async (_name, flood, length) => {
    await leastMs(flood(length))
    const once = await leastMs(flood(length))
    const twice = await leastMs(flood(2 * length))
    // Twice as much may take twice as long. The rest is for the noise of a busy machine.
    expect(twice).toBeLessThan(4 * once + 20)
    expect(twice).toBeLessThan(500)
  })
})
