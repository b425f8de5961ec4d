import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

/** For `NODE_OPTIONS`: has a server answer 200 where it should answer 401. */
const broken = `--import=data:text/javascript,${encodeURIComponent(`
  import { ServerResponse } from 'node:http'
  const { writeHead } = ServerResponse.prototype
  ServerResponse.prototype.writeHead = function (status, ...rest) {
    return writeHead.call(this, status === 401 ? 200 : status, ...rest)
  }
`)}`

async function run(
  name: 'main' | 'check',
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number | null; readonly stdout: string; readonly stderr: string }> {
  const { PATH = '' } = process.env
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL(`../../examples/fleet/dist/${name}.js`, import.meta.url))],
    { env: { PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'], timeout: 45_000, killSignal: 'SIGKILL' },
  )
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  await once(child, 'close')
  return { status: child.exitCode, stdout, stderr }
}

describe('the example with four instances', () => {
  test('passes its check', async () => {
    const { status, stdout, stderr } = await run('check')
    console.log(stdout)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(/\nThe fleet answers as it should\n$/)
  })

  test('shows which instance accepts which token when', async () => {
    const { status, stdout, stderr } = await run('main')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(/^ +-\d+ {2}alice, laptop {2}200 OK +200 OK +200 OK +200 OK$/m)
    expect(stdout).toMatch(/^ +\d+ {2}alice, laptop {2}401 token_revoked {2}/m)
    expect(stdout).toMatch(/^ +1\d\d\d {2}alice, laptop( {2}401 token_revoked){4}$/m)
    expect(stdout).toMatch(/\n0 answers are wrong\.\n$/)
  })

  test('fails its check, and says which answers are wrong, when they are', async () => {
    const { status, stderr } = await run('check', { NODE_OPTIONS: broken })
    expect(status).toBe(1)
    expect(stderr).toContain('alice, laptop at Express 1')
  })
})
