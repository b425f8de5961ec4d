import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Child, run } from '../support/child.ts'
import { root } from '../support/readme.ts'

describe('The variables that serve prints', () => {
  let child: Child
  let report: string
  let folder: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'local-development-'))
    child = run('packages/testing/dist/cli.js', ['serve', '--port', '0'])
    report = await child.printed('serve --help')
  })

  afterAll(async () => {
    child.process.kill()
    await child.end
    rmSync(folder, { recursive: true })
  })

  /** An API that reads its options from the environment, and what it says about the token of alice. */
  function createScript(): string {
    const [, tokenUrl = ''] = /^curl '(.*)'/m.exec(report) ?? []
    return `
      const { createAuthenticator } = require('@cognito-auth/core')
      fetch('${tokenUrl}').then((response) => response.text())
        .then((token) => createAuthenticator().verify(token))
        .then(({ username, groups }) => console.log(username, ...groups))`
  }

  it('configure an API from a file', () => {
    const file = join(folder, '.env')
    writeFileSync(file, (report.match(/^export .*$/gm) ?? []).join('\n'))
    const output = execFileSync(process.execPath, [`--env-file=${file}`, '--eval', createScript()], {
      cwd: root,
      env: {},
    })
    expect(String(output)).toBe('alice admin\n')
  })

  it('configure an API from a shell', () => {
    const lines = (report.match(/^export .*$/gm) ?? []).join('\n')
    const command = `${lines}\nexec "$NODE" --eval "$SCRIPT"`
    const output = execFileSync('/bin/sh', ['-c', command], {
      cwd: root,
      env: { NODE: process.execPath, SCRIPT: createScript() },
    })
    expect(String(output)).toBe('alice admin\n')
  })
})
