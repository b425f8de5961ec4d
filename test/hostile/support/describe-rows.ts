import type { RejectionReason } from '@cognito-auth/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseChallenge } from '../../support/challenge-parser.ts'
import { leakOf } from '../../support/leak.ts'
import { canary, forge, userId } from './forge.ts'
import { userPoolId } from './keys.ts'
import { exchange, type RawAnswer } from './raw-http.ts'
import { answers, type ExpectedAnswer, requestOf, type Row, secretsOf } from './row.ts'
import { frameworks, startTarget, type Target } from './servers.ts'

/** No row may keep a server busy for longer, however slow the machine is. */
const longestMs = 3000

const goodRow: Row = { name: 'a good token', token: forge(), answer: 'admitted', source: '' }

/** Sends every row to every framework. */
export function describeRows(rows: readonly Row[]): void {
  it('has no row twice', () => {
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length)
  })

  describe.each(frameworks)('to $name', ({ startServer }) => {
    let target: Target
    beforeAll(async () => {
      target = await startTarget(startServer)
    })
    afterAll(() => target.close())

    it.each(rows.map((row): [string, string, Row] => [row.name, row.answer, row]))(
      '%s: %s',
      async (...[, , row]) => {
        const prototype = Reflect.ownKeys(Object.prototype)
        target.takeLog()

        const started = performance.now()
        const received = await exchange(target.ports[row.server ?? 'plain'], requestOf(row))
        const elapsedMs = performance.now() - started
        const log = target.takeLog()

        expect(received).toHaveLength(1)
        for (const answer of received) {
          checkAnswer(row, answer)
          checkLog(row, log)
          checkSilence(row, answer, log)
        }
        expect(elapsedMs).toBeLessThan(longestMs)
        expect(Reflect.ownKeys(Object.prototype)).toEqual(prototype)

        const [good] = await exchange(target.ports.plain, requestOf(goodRow))
        expect(good?.status).toBe(200)
        expect(JSON.parse(good?.body ?? '')).toMatchObject({ userId, groups: [] })
      },
    )
  })
}

function checkAnswer(row: Row, answer: RawAnswer): void {
  const { status, code, error, hasChallenge = code !== undefined } = expectedOf(row)
  expect(answer.status).toBe(status)
  expect(answer.text).not.toMatch(/^(?:X-Injected|Set-Cookie):/im)

  const challenges = answer.headers.get('www-authenticate') ?? []
  const challenge = {
    scheme: 'Bearer',
    parameters: { realm: 'api', ...(error !== undefined && { error }), ...row.challenge },
  }
  expect(challenges.map(parseChallenge)).toEqual(hasChallenge ? [challenge] : [])
  if (code !== undefined) checkRefusal(row, answer)
  if (code !== undefined || status === 200) checkCaching(row, answer)
}

function checkRefusal(row: Row, { headers, body }: RawAnswer): void {
  const { status: statusCode, code } = expectedOf(row)
  expect(headers.get('cache-control')).toEqual(['no-store'])
  const members = { statusCode, code, error: expect.any(String), message: expect.any(String) }
  const sent: unknown = row.method === 'HEAD' ? members : JSON.parse(body)
  expect(sent).toEqual(members)
}

/** Behind a cookie source, caches are told that an answer depends on cookies, and behind no other. */
function checkCaching({ server }: Row, { headers }: RawAnswer): void {
  expect(headers.get('vary')).toEqual(server === 'cookie' ? ['Cookie'] : undefined)
}

/** One line for a refusal of ours, and none for anything else. It names the pool once that is known for sure. */
function checkLog(row: Row, log: string): void {
  const { code } = expectedOf(row)
  const refusals = log.split('\n').filter((line) => line.includes('"request refused"'))
  const refusal = {
    level: 30,
    code,
    reason: row.reason,
    userPoolId: knownPool.has(row.reason) ? userPoolId : undefined,
  }
  expect(refusals.map(readRefusal)).toEqual(code === undefined ? [] : [refusal])
}

/** Reasons that are found behind a signature. */
const knownPool: ReadonlySet<RejectionReason | undefined> = new Set([
  'expiry_missing',
  'expired',
  'not_yet_valid',
  'subject',
  'token_use',
  'client',
  'audience',
  'key_bound',
  'claim_type',
  'guard',
  'step_up',
])

function readRefusal(line: string): object {
  const { level, code, reason, userPoolId: pool } = JSON.parse(line) as Record<string, unknown>
  return { level, code, reason, userPoolId: pool }
}

function expectedOf(row: Row): ExpectedAnswer {
  return answers[row.answer]
}

/** Nothing of what was sent comes back or stays in the log; claims neither, but in the API's own answer. */
function checkSilence(row: Row, answer: RawAnswer, log: string): void {
  const said = row.answer === 'admitted' ? log : answer.text + log
  expect(said).not.toContain(canary)
  for (const secret of secretsOf(row)) expect(leakOf(secret, answer.text + log)).toBeUndefined()
}
