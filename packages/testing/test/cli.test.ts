import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { createTestUserPool, type JwksServer, type TestUserPool } from '@cognito-auth/testing'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'

const cli = join(import.meta.dirname, '../dist/cli.js')

let pool: TestUserPool
let server: JwksServer
let api: readonly string[]

beforeAll(async () => {
  pool = await createTestUserPool()
  server = await pool.listen()
  api = ['--user-pool-id', pool.userPoolId, '--client-id', pool.clientId]
})

afterAll(() => server.close())

/** Runs the command with this stdin, and without the environment of this process. */
async function run(args: readonly string[], input = '', env: Readonly<Record<string, string>> = {}) {
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, [cli, ...args], { env: { PATH, ...env }, timeout: 15_000 })
  // A command that does not read stdin closes it.
  child.stdin.on('error', () => undefined).end(input)
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { status: child.exitCode, stdout, stderr }
}

describe('cognito-auth-testing explain', () => {
  it('exits with 0 if the token is accepted', async () => {
    const { status, stdout, stderr } = await run(['explain', ...api, pool.accessToken()])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('The API would accept this token if its signature')
  })

  it('exits with 1 if it is rejected', async () => {
    const { status, stdout, stderr } = await run(['explain', ...api, pool.idToken()])
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
    expect(stdout).toContain('reason token_use')
  })

  it('takes the token from stdin, and the API from the environment, in production too', async () => {
    const { status, stdout } = await run(['explain'], `\uFEFF  ${pool.bearer()}\r\n`, {
      COGNITO_USER_POOL_ID: pool.userPoolId,
      COGNITO_CLIENT_ID: pool.clientId,
      NODE_ENV: 'production',
    })
    expect(stdout).toContain('The API would accept this token if its signature')
    expect(status).toBe(0)
  })

  it('checks the signature, and exits by itself', async () => {
    const { status, stdout } = await run([
      'explain',
      ...api,
      '--jwks-uri',
      server.jwksUri,
      pool.accessToken(),
    ])
    expect(stdout).toMatch(/\nThe API would accept this token\n$/)
    expect(status).toBe(0)
  })

  it('exits with 2 and prints nothing on stdout if options are invalid', async () => {
    const { status, stdout, stderr } = await run(['explain', '--user-pool-id', '\u001B[2J', 'a.b.c'])
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^--user-pool-id is '\\x1B\[2J'\. It must be the id of a user pool/)
  })

  it('exits with 2 if there is no client ID', async () => {
    const { status, stderr } = await run(['explain', '--user-pool-id', pool.userPoolId, 'a.b.c'])
    expect(stderr).toMatch(/^--client-id is missing\. .*COGNITO_CLIENT_ID\.\n$/)
    expect(status).toBe(2)
  })

  it.each([[['explain', '']], [['explain']], [['explain', 'Bearer']]])(
    'exits with 2 if there is no token: %j',
    async (args) => {
      const { status, stderr } = await run(args, ' \n')
      expect(stderr).toBe('The token is empty. See --help.\n')
      expect(status).toBe(2)
    },
  )

  it('exits with 2 for another command, and does not repeat it', async () => {
    const { status, stderr } = await run([pool.accessToken()])
    expect(stderr).toBe('The commands are explain and serve. See --help.\n')
    expect(status).toBe(2)
  })

  it('does not read endless input', async () => {
    const { status, stdout } = await run(['explain'], 'x'.repeat(4 * 1024 * 1024))
    expect(stdout).toMatch(/^Not a JWT\n/)
    expect(status).toBe(1)
  })

  it.each([[['--help']], [['explain', '--help']]])('prints help for %j', async (args) => {
    const { status, stdout } = await run(args)
    expect(stdout).toContain('npx @cognito-auth/testing explain [options] [token]')
    expect(status).toBe(0)
  })

  it('writes no colours into a pipe', async () => {
    const { stdout } = await run(['explain', ...api, pool.accessToken()], '', { TERM: 'xterm-256color' })
    expect(stdout).not.toContain('\u001B')
  })
})

describe('cognito-auth-testing serve', () => {
  /** Starts the command, and waits for its report. */
  async function start(args: readonly string[] = ['--port', '0']) {
    const { PATH = '' } = process.env
    const child = spawn(process.execPath, [cli, 'serve', ...args], { env: { PATH }, timeout: 15_000 })
    onTestFinished(() => void child.kill('SIGKILL'))
    const [stdout, stderr] = [text(child.stdout), text(child.stderr)]
    const [report] = await once(child.stdout, 'data')
    return { child, report: String(report), stdout, stderr }
  }

  it.each(['SIGINT', 'SIGTERM'] as const)('serves until %s, and exits with 0', async (signal) => {
    const { child, report, stderr } = await start()
    const environment = Object.fromEntries(
      [...report.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
    )
    const [, tokenUrl = ''] = /^curl '(.*)'/m.exec(report) ?? []
    const token = await (await fetch(tokenUrl)).text()
    const { status, stdout } = await run(
      ['explain', '--jwks-uri', String(environment.COGNITO_JWKS_URI), token],
      '',
      environment,
    )
    expect(stdout).toMatch(/\nThe API would accept this token\n$/)
    expect(status).toBe(0)

    child.kill(signal)
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(await stderr).toBe('')
    await expect(fetch(tokenUrl)).rejects.toThrow('fetch failed')
  })

  it('says that it is not for production, and does not start there', async () => {
    expect((await start()).report).toContain('Not for production')
    const { status, stdout, stderr } = await run(['serve'], '', { NODE_ENV: 'production' })
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain('NODE_ENV=production')
  })

  it('exits with 2 if the port is in use', async () => {
    const { port } = new URL(server.url)
    const { status, stdout, stderr } = await run(['serve', '--port', port])
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toBe(`Port ${port} on 127.0.0.1 is already in use\n`)
  })

  it.each([
    [['--prot', '0'], "Unknown option '--prot'. Did you mean --port? See --help.\n"],
    [['--user-pool-id', 'x'], "--user-pool-id is 'x'. It must be the id of a user pool"],
    [['--client-id', 'a b'], "--client-id is 'a b'. It must be the id of one app client.\n"],
  ])('exits with 2 for %j', async (args, message) => {
    const { status, stderr } = await run(['serve', '--port', '0', ...args])
    expect(stderr).toContain(message)
    expect(status).toBe(2)
  })

  it('prints help', async () => {
    const { status, stdout } = await run(['serve', '--help'])
    expect(stdout).toContain('npx @cognito-auth/testing serve [options]')
    expect(status).toBe(0)
  })
})
