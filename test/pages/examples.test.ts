import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTestUserPool, type JwksServer, type TestUserPool } from '@cognito-auth/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Child, freePort, run } from '../support/child.ts'
import { blocksOf, root } from '../support/readme.ts'

const demo = 'examples/demo/dist/demo.js'
const anyPorts = { PORT_EXPRESS: '0', PORT_FASTIFY: '0' }

/** For `NODE_OPTIONS`: has a server answer 200 where it should answer 403. */
const broken = `--import=data:text/javascript,${encodeURIComponent(`
  import { ServerResponse } from 'node:http'
  const { writeHead } = ServerResponse.prototype
  ServerResponse.prototype.writeHead = function (status, ...rest) {
    return writeHead.call(this, status === 403 ? 200 : status, ...rest)
  }
`)}`

let pool: TestUserPool
let keys: JwksServer
let poolVariables: Readonly<Record<string, string>>
const children: Child[] = []

beforeAll(async () => {
  pool = await createTestUserPool()
  keys = await pool.listen()
  poolVariables = {
    COGNITO_USER_POOL_ID: pool.userPoolId,
    COGNITO_CLIENT_ID: pool.clientId,
    COGNITO_JWKS_URI: keys.jwksUri,
  }
})

afterEach(async () => {
  for (const { process } of children) process.kill('SIGKILL')
  await Promise.all(children.splice(0).map(({ end }) => end))
})

afterAll(() => keys.close())

function start(...args: Parameters<typeof run>): Child {
  const child = run(...args)
  children.push(child)
  return child
}

describe.each(['express', 'fastify'])('The %s example', (framework) => {
  const folder = `examples/${framework}-api/dist`

  it('passes its check', async () => {
    const { status, stdout, stderr } = await start(`${folder}/check.js`).end
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(/^The \w+ API answers as it should\n$/)
  })

  it('fails its check when its answers are wrong', async () => {
    const { status, stderr } = await start(`${folder}/check.js`, [], { NODE_OPTIONS: broken }).end
    expect(status).toBe(1)
    expect(stderr).toContain('AssertionError')
  })

  it('starts with the environment, and ends with SIGTERM', async () => {
    const port = await freePort()
    const child = start(`${folder}/main.js`, [], { ...poolVariables, PORT: String(port) })
    const url = `http://127.0.0.1:${port}`
    await child.printed(url)
    expect((await fetch(`${url}/health`)).status).toBe(200)
    expect((await fetch(`${url}/me`, { headers: { authorization: pool.bearer() } })).status).toBe(200)
    child.process.kill('SIGTERM')
    const { status, stdout } = await child.end
    expect(status).toBe(0)
    expect(stdout).not.toContain(pool.bearer().slice(0, 20))
  })
})

describe('The demo', () => {
  it('checks its table', async () => {
    const { status, stdout, stderr } = await start(demo, ['--check'], anyPorts).end
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('25 of 25 rows are as expected.')
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120)
  })

  it('fails when an answer is wrong, and says which', async () => {
    const { status, stdout } = await start(demo, ['--check'], { ...anyPorts, NODE_OPTIONS: broken }).end
    expect(status).toBe(1)
    expect(stdout).toMatch(/alice.*\n.*\n.*\n.*GET \/orders +200 OK +200 OK +403 forbidden +← unexpected\n/)
    expect(stdout).toContain('21 of 25 rows are as expected.')
  })

  it('signs one sign-in out at both APIs, and no other', async () => {
    const { stdout } = await start(demo, ['--check'], anyPorts).end
    expect(stdout).toMatch(
      new RegExp(
        [
          'bob, laptop +POST /sign-out +204 No Content +– +204 No Content',
          ' +GET /me +401 token_revoked +401 token_revoked +401 token_revoked',
          'bob, phone +GET /me +200 OK +200 OK +200 OK\n',
        ].join('\n'),
      ),
    )
  })

  it('logs when it is told to, and no token', async () => {
    const { stdout } = await start(demo, ['--check'], { ...anyPorts, LOG_LEVEL: 'info' }).end
    expect(stdout).toContain('"reason":"no_credentials"')
    expect(stdout).not.toMatch(/eyJ/)
  })

  it('serves until Ctrl-C, with tokens and commands that work', async () => {
    const child = start(demo, [], anyPorts)
    const stdout = await child.printed('Press Ctrl-C')
    expect(stdout).toContain('\nUsers: alice (password alice-pass-1), bob (password bob-pass-1)\n')
    const tokens = new Map(
      [...stdout.matchAll(/^(\w+)=(\S+)$/gm)].map(([, name = '', token = '']) => [name, token]),
    )
    const commands = [
      ...stdout.matchAll(/^curl -i -H "Authorization: Bearer \$(\w+)" (?:-X (\w+) )?(\S+)$/gm),
    ]
    const statuses: string[] = []
    for (const [, name = '', method = 'GET', url = ''] of commands) {
      const response = await fetch(url, { method, headers: { authorization: `Bearer ${tokens.get(name)}` } })
      statuses.push(`${name} ${response.status}`)
    }
    expect(statuses).toEqual(['alice 204', 'bob 200', 'machine 200', 'bob 204', 'bob 401'])

    child.process.kill('SIGINT')
    const { status, stdout: all, stderr } = await child.end
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(all).toMatch(/\nStopped\.\n$/)
  })

  it('prints the lines that the README shows', async () => {
    const stdout = await start(demo, [], anyPorts).printed('Press Ctrl-C')
    const shown = blocksOf('README.md')
      .find(({ language }) => language === 'text')
      ?.code.trimEnd()
    expect(stdout.split('\n')).toEqual(expect.arrayContaining(shown?.split('\n') ?? ['nothing is shown']))
    const [, rows] = /^(\d+) of \1 rows are as expected\.$/m.exec(stdout) ?? []
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(
      `These are ${(shown?.split('\n').length ?? 0) - 1} of its ${rows} rows:`,
    )
  })

  it('goes to free ports when its own are taken', async () => {
    const port = new URL(keys.url).port
    const child = start(demo, ['--check'], { PORT_EXPRESS: port, PORT_FASTIFY: port })
    const { status, stdout } = await child.end
    expect(status).toBe(0)
    expect(stdout.split('\n').slice(0, 2)).toEqual(
      Array(2).fill(`Port ${port} is in use. Using a free port instead.`),
    )
    expect(stdout).toContain('25 of 25 rows are as expected.')
  })

  it.each([
    ['an argument that it does not know', ['--chek'], {}, "Unknown option '--chek'"],
    ['a port that is none', [], { PORT_EXPRESS: 'http' }, "PORT_EXPRESS is 'http'"],
    ['half a user pool', [], { COGNITO_CLIENT_ID: 'client' }, 'COGNITO_USER_POOL_ID'],
    ['a test pool in production', [], { NODE_ENV: 'production' }, 'NODE_ENV=production'],
  ])('ends with a line about %s', async (_what, args, env, text) => {
    const { status, stdout, stderr } = await start(demo, args, { ...anyPorts, ...env }).end
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(/^The demo failed: .*\n$/)
    expect(stderr).toContain(text)
  })
})

describe('The demo on a user pool of the environment', () => {
  it('checks what it can without a token', async () => {
    const { status, stdout } = await start(demo, ['--check'], { ...anyPorts, ...poolVariables }).end
    expect(status).toBe(0)
    expect(stdout).toContain('3 of 3 rows are as expected.')
  })

  it('accepts tokens of that pool, and has none itself', async () => {
    const child = start(demo, [], { ...anyPorts, ...poolVariables })
    const stdout = await child.printed('Press Ctrl-C')
    expect(stdout).not.toContain('eyJ')

    const urls = [...stdout.matchAll(/^curl -i -H "Authorization: Bearer \$token" (\S+)$/gm)]
    const headers = { authorization: pool.bearer({ sub: 'carol' }) }
    const answers = urls.map(async ([, url = '']) => (await fetch(url, { headers })).json())
    const carol = { kind: 'user', userId: 'carol', groups: [] }
    expect(await Promise.all(answers)).toEqual([carol, carol])
  })
})
