import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  type AuthError,
  type AuthErrorCode,
  ConfigurationError,
  createAuthenticator,
  CrossOriginError,
  ForbiddenError,
  InvalidRequestError,
  InvalidTokenError,
  KeysUnavailableError,
  RevocationsUnavailableError,
  StepUpRequiredError,
  UnauthenticatedError,
} from '@cognito-auth/core'
import { requireAuth } from '@cognito-auth/express'
import { cognitoAuth } from '@cognito-auth/fastify'
import { createTestUserPool, type JwksServer, type TestUserPool } from '@cognito-auth/testing'
import Fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Child, freePort, run } from '../support/child.ts'
import { compile } from '../support/compiled.ts'
import { modules, moduleWith, readmes, readReadme, root, tableOf } from '../support/readme.ts'

/** The READMEs that tell how to protect an API. */
const guides = readmes.filter((path) => !/packages\/(?:testing|revocation|opentelemetry)\//.test(path))

/** A refusal for each code of the table of answers. */
const refusals: Readonly<Record<AuthErrorCode, AuthError>> = {
  credentials_missing: new UnauthenticatedError(),
  credentials_malformed: new InvalidRequestError(),
  token_invalid: new InvalidTokenError(),
  token_expired: new InvalidTokenError({ reason: 'expired' }),
  token_revoked: new InvalidTokenError({ reason: 'revoked' }),
  step_up_required: new StepUpRequiredError(),
  forbidden: new ForbiddenError(),
  cross_origin: new CrossOriginError(),
  keys_unavailable: new KeysUnavailableError(),
  revocations_unavailable: new RevocationsUnavailableError(),
}

describe.each(readmes)('%s', (readme) => {
  it('has its first code by line 15', () => {
    const line = readReadme(readme)
      .split('\n')
      .findIndex((text) => /^```(?:ts|js)$/.test(text))
    expect(line).toBeGreaterThan(0)
    expect(line).toBeLessThan(15)
  })

  it('links to files that exist', () => {
    const links = readReadme(readme).matchAll(/\]\((?!https?:|#)([^)#]+)/g)
    const paths = [...links].map(([, path = '']) => join(root, dirname(readme), path))
    expect(paths.filter((path) => !existsSync(path))).toEqual([])
  })
})

describe('The blocks of code', () => {
  it('compile', async () => {
    const files = modules.map(({ title, language, code }) => [`${title}.${language}`, code] as const)
    const compiled = await compile(new Map(files))
    await compiled.remove()
    expect(compiled.complaints).toEqual([])
  })
})

describe('The first API', () => {
  let pool: TestUserPool
  let keys: JwksServer

  beforeAll(async () => {
    pool = await createTestUserPool()
    keys = await pool.listen()
  })

  afterAll(() => keys.close())

  it.each([
    ['Express', 'app.use(requireAuth())', 'listen(3000)', (port: number) => `listen(${port}, '127.0.0.1')`],
    ['Fastify', 'app.register(cognitoAuth)', 'port: 3000', (port: number) => `port: ${port}`],
  ])('of %s answers as it should', async (_framework, text, listening, elsewhere) => {
    const { code } = moduleWith(text)
    expect(code).toContain(listening)
    const port = await freePort()
    const compiled = await compile(new Map([['api.ts', code.replace(listening, elsewhere(port))]]))
    const api = run(compiled.pathOf('api.ts'), [], {
      COGNITO_USER_POOL_ID: pool.userPoolId,
      COGNITO_CLIENT_ID: pool.clientId,
      COGNITO_JWKS_URI: keys.jwksUri,
    })
    try {
      const request = client(`http://127.0.0.1:${port}`)
      await expect.poll(() => request('GET', '/health').catch(String), { timeout: 10_000 }).toBe('200 ok')
      expect(await request('GET', '/me')).toMatch(/^401 .*credentials_missing/)
      expect(await request('GET', '/me', pool.bearer({ sub: 'bob' }))).toBe(
        '200 {"userId":"bob","groups":[]}',
      )
      expect(await request('DELETE', '/users/7', pool.bearer())).toMatch(/^403 .*forbidden/)
      expect(await request('DELETE', '/users/7', pool.bearer({ groups: ['admin'] }))).toMatch(/^204/)
    } finally {
      await end(api)
      await compiled.remove()
    }
  })
})

describe.each(guides)('%s', (readme) => {
  it('says the same of an option, and of an answer, as the others', () => {
    const options = tableOf(readme, 'option')
    const shared = tableOf('README.md', 'option').filter(
      ([name = '']) => !name.includes('(') && name !== '`authenticator`',
    )
    expect(options.slice(0, shared.length)).toEqual(shared)
    expect(tableOf(readme, 'request')).toEqual(tableOf('README.md', 'request'))
  })

  it('has all options in its table, and no other', async () => {
    const named = tableOf(readme, 'option').map(([name = '']) => name.replace(/`([\w.]+)`.*/, '$1'))
    expect(named.toSorted()).toEqual((await optionsOf(readme)).toSorted())
  })

  it.each(Object.entries(refusals))('tells the answer %s', (code, error) => {
    const [, status, challenge] = tableOf(readme, 'request').find((row) => row[3] === `\`${code}\``) ?? []
    const answer = createAuthenticator({ userPoolId: 'us-east-1_EXAMPLE1', clientId: 'client' }).answer(error)
    expect(status).toBe(String(answer.statusCode))
    expect(answer.body.code).toBe(code)
    const { 'WWW-Authenticate': header, 'Retry-After': retryAfter } = answer.headers
    expect(challenge).toContain(header === undefined ? 'none' : `\`${header}\``)
    expect(challenge?.includes('`Retry-After`')).toBe(retryAfter !== undefined)
  })
})

/** The options that the package of a README takes; for the README of the project those of both adapters. */
async function optionsOf(readme: string): Promise<readonly string[]> {
  const ofKeys = await namesIn(() => createAuthenticator({ keys: unknownOption }))
  const ofCore = await namesIn(() => createAuthenticator(unknownOption))
  const ofExpress = await namesIn(() => requireAuth(unknownOption))
  const ofFastify = await namesIn(async () => Fastify().register(cognitoAuth, unknownOption))
  const names = {
    'README.md': [...ofExpress, ...ofFastify],
    'packages/core/README.md': ofCore,
    'packages/express/README.md': ofExpress,
    'packages/fastify/README.md': ofFastify,
  }[readme]
  const withKeys = (name: string): readonly string[] =>
    name === 'keys' ? ofKeys.map((key) => `keys.${key}`) : [name]
  return [...new Set(names?.flatMap(withKeys))]
}

const unknownOption: object = { somethingElseAltogether: true }

/** The options that a factory names when it is given one that it does not know. */
async function namesIn(create: () => unknown): Promise<readonly string[]> {
  try {
    await create()
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    return /The options are (.*)\.$/.exec(error.message)?.[1]?.split(', ') ?? []
  }
  throw new Error('An unknown option was accepted')
}

/** Sends requests, and tells status and body of the answer. */
function client(url: string) {
  return async (method: string, path: string, authorization?: string): Promise<string> => {
    const headers = authorization === undefined ? {} : { authorization }
    const response = await fetch(url + path, { method, headers })
    return `${response.status} ${await response.text()}`
  }
}

async function end(child: Child): Promise<void> {
  child.process.kill()
  await child.end
}
