import { once } from 'node:events'
import {
  type AuthHandler,
  type CognitoAuthOptions,
  requireAuth,
  requireGroup,
  requireStepUp,
  type ExpressAuthOptions,
} from '@cognito-auth/express'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import express, { type Express } from 'express'
import request from 'supertest'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { memoryLog } from '../support/log.ts'
import { blocksOf, readReadme, tableOf } from '../support/readme.ts'

const troubleshooting = 'docs/troubleshooting.md'
const why401 = 'docs/why-401.md'
const sections = [troubleshooting, why401].flatMap((page) => readReadme(page).split(/^## /m))

/** The line of log, or the warning, that a page shows under a heading. */
function shownUnder(heading: string): string {
  const section = sections.find((text) => text.startsWith(`${heading}\n`)) ?? ''
  const [, code = ''] = /^```\w+\n(.*?)^```$/ms.exec(section) ?? []
  return code
}

let pool: TestUserPool

beforeAll(async () => {
  pool = await createTestUserPool()
})

/** What an API logs of a request, without what depends on the moment and the machine. */
async function logOf(
  authorization?: string,
  options: CognitoAuthOptions = pool.options,
  guard?: AuthHandler,
): Promise<object> {
  return logOfRequest(
    options,
    (app) => {
      const sent = request(app).get('/')
      return authorization === undefined ? sent : sent.set('Authorization', authorization)
    },
    guard,
  )
}

async function logOfRequest(
  options: ExpressAuthOptions,
  send: (app: Express) => PromiseLike<unknown>,
  guard: AuthHandler = requireGroup('admin'),
): Promise<object> {
  const { logger, lines } = memoryLog()
  const app = express()
  app.use(requireAuth({ ...options, logger }), guard)
  await send(app)
  return withoutMoment(lines.at(-1))
}

/** A form of another site, sent with a cookie. */
function logOfForgery(): Promise<object> {
  return logOfRequest({ ...pool.options, tokenFrom: { cookie: '__Host-access' } }, (app) =>
    request(app)
      .post('/')
      .set('Cookie', `__Host-access=${pool.accessToken()}`)
      .set('Sec-Fetch-Site', 'cross-site'),
  )
}

function withoutMoment(line: object = {}): object {
  return JSON.parse(
    JSON.stringify(line, (name, value: unknown) =>
      ['time', 'pid', 'hostname', 'stack'].includes(name) ? undefined : value,
    ),
  ) as object
}

describe('The pages about refusals', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it.each<[string, () => Promise<object>]>([
    [
      'The token is from another user pool',
      async () => {
        const other = await createTestUserPool({ userPoolId: 'eu-west-1_EXAMPLE2' })
        return logOf(other.bearer())
      },
    ],
    [
      'The token is for another app client',
      () => logOf(pool.bearer({ clientId: '5exampleclientid0000000000' })),
    ],
    ['The client sends the ID token', () => logOf(`Bearer ${pool.idToken()}`)],
    ['The token has expired', () => logOf(pool.bearer({ expiresInSeconds: -1 }))],
    ['503 after the start', () => logOf(pool.bearer(), withFetch(unreachable))],
    ['Warnings, but users are served', failedRefresh],
    ['403 for an administrator', () => logOf(pool.bearer({ groups: ['Admin'] }))],
    [
      'The sign-in is too old or too weak',
      () => logOf(pool.bearer({ signedInSecondsAgo: 61 }), undefined, requireStepUp({ maxAgeSeconds: 60 })),
    ],
    ['403 for a request with a cookie', logOfForgery],
    ['No token arrives', () => logOf()],
    ['The text is not a token', () => logOf('Bearer undefined')],
    ['400', () => logOf(`Bearer "${pool.accessToken()}"`)],
  ])('show the line of log under "%s"', async (heading, log) => {
    expect(JSON.parse(shownUnder(heading))).toEqual(await log())
  })

  it('are right about what else they say of headers', async () => {
    expect(await logOf('Basic YTpi')).toMatchObject({ reason: 'other_scheme' })
    expect(await logOf(pool.accessToken())).toMatchObject({ reason: 'scheme_missing' })
  })

  it('show the warning of a guard that stands alone', async () => {
    const warned = once(process, 'warning')
    const app = express()
    app.get('/', requireGroup('admin'))
    await request(app).get('/').expect(401)
    const [warning] = (await warned) as [Error]
    expect(shownUnder('A guard without authentication')).toBe(`${warning.name}: ${warning.message}\n`)
  })

  it('are right about tokens of a hundred groups', async () => {
    const groups = Array.from({ length: 100 }, (_, index) => `${index}-`.padEnd(128, 'x'))
    const app = express().use(requireAuth(pool.options))
    await request(app).get('/').set('Authorization', pool.bearer({ groups })).expect(431)
  })

  it('explain each reason, and no other', () => {
    const reasons = [...codeByReason().keys()]
    expect(reasons.length).toBeGreaterThan(20)
    expect(tableOf(troubleshooting, '`reason`').map(([reason]) => reason?.replaceAll('`', ''))).toEqual(
      reasons,
    )
  })

  it('lead from each reason of a 401 to a remedy', () => {
    const shown = tableOf(why401, '`reason`').flatMap(([reasons = '', code = '']) =>
      [...reasons.matchAll(/\w+/g)].map(([reason]) => `${reason}: ${code.replaceAll('`', '')}`),
    )
    const unauthorized = [...codeByReason()].filter(([, code]) => /missing|^token_|step_up/.test(code))
    expect(shown.toSorted()).toEqual(unauthorized.map((row) => row.join(': ')).toSorted())
  })

  it('have no sentence in common', () => {
    const [first, second] = [troubleshooting, why401].map(sentencesOf)
    expect(first?.size).toBeGreaterThan(20)
    expect([...(first ?? [])].filter((sentence) => second?.has(sentence))).toEqual([])
  })

  it('have no block that is not looked at here', () => {
    const languages = [troubleshooting, why401].map((page) => blocksOf(page).map(({ language }) => language))
    expect(languages.map((of) => of.toSorted())).toEqual([
      ['json', 'json', 'json', 'json', 'json'],
      ['json', 'json', 'json', 'json', 'json', 'json', 'json', 'sh', 'text'],
    ])
  })
})

/** The code of each reason, as core has it. */
function codeByReason(): ReadonlyMap<string, string> {
  const [, rows = ''] = readReadme('packages/core/src/refusal/reasons.ts').split('codeByReason')
  return new Map(
    [...rows.matchAll(/^ {2}(\w+): '(\w+)'/gm)].map(([, reason = '', code = '']) => [reason, code]),
  )
}

/** The sentences of a page, without its front matter, code and tables. */
function sentencesOf(page: string): ReadonlySet<string> {
  const prose = readReadme(page)
    .replaceAll(/^(```|---).*?^\1/gms, '')
    .replaceAll(/^[|#].*$/gm, '')
  const sentences = prose.replaceAll(/\s+/g, ' ').split(/(?<=[.:!?]) /)
  return new Set(sentences.map((sentence) => sentence.trim()).filter((sentence) => sentence.includes(' ')))
}

function withFetch(fetch: () => Promise<Response>): CognitoAuthOptions {
  const { userPoolId, clientId } = pool
  return { userPoolId, clientId, keys: { fetch } }
}

function unreachable(): Promise<Response> {
  return Promise.reject(new Error('getaddrinfo ENOTFOUND cognito-idp.us-east-1.amazonaws.com'))
}

/** What is logged when keys that are at hand cannot be fetched again. */
async function failedRefresh(): Promise<object> {
  vi.useFakeTimers({ toFake: ['Date'] })
  const { logger, lines } = memoryLog()
  const answers = [Response.json(pool.jwks), new Response('', { status: 500 })]
  const options = withFetch(() => Promise.resolve(answers.shift() ?? Response.error()))
  const app = express()
  app.use(requireAuth({ ...options, logger }), (_req, res) => {
    res.sendStatus(204)
  })
  const authorization = pool.bearer()
  await request(app).get('/').set('Authorization', authorization).expect(204)
  vi.setSystemTime(Date.now() + 601_000)
  await request(app).get('/').set('Authorization', authorization).expect(204)
  await expect.poll(() => lines.length).toBe(1)
  return withoutMoment(lines[0])
}
