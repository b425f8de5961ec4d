import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { openStageWithPage } from './support/open-stage.ts'
import { stageOnTestPool } from './support/stage.ts'

const routes = [
  ['GET /health', "app.get('/health'"],
  ['GET /me', "app.get('/me'"],
  ['GET /orders', "app.get('/orders'"],
  ['GET /users/{sub}', "/users/:id', "],
  ['GET /users/7', "/users/:id', "],
  ['DELETE /users/7', "/users/:id', "],
  ['PUT /email', "app.put('/email'"],
] as const

const sources = {
  Express: sourceOf('express-api'),
  Fastify: sourceOf('fastify-api'),
} as const

describe('the code of a route', () => {
  const on = openStageWithPage(stageOnTestPool)

  test('stands below its answer, word for word as in the source of the API', async () => {
    const { shown } = on
    for (const [route, start] of routes) {
      await shown.call('no token', route)
      for (const api of ['Express', 'Fastify'] as const) {
        const code = await shown.page.getByRole('article', { name: api }).locator('.code pre').innerText()
        expect(code).toContain(start)
        expect(code).toMatch(/requireAuth\(|cognitoAuth,/)
        for (const statement of code.split('\n\n')) expect(sources[api]).toContain(withoutIndent(statement))
      }
    }
  })

  test.each([
    ['GET /users/7', 'const isSelfOrAdmin = authorize'],
    ['DELETE /users/7', "requireGroup('admin')"],
    ['PUT /email', 'requireStepUp({ maxAgeSeconds: 60 })'],
  ])('of %s has its guard with it', async (route, guard) => {
    const { shown } = on
    await shown.call('no token', route)
    for (const api of ['Express', 'Fastify']) {
      const code = await shown.page.getByRole('article', { name: api }).locator('.code pre').innerText()
      expect(code).toContain(guard)
    }
  })

  test('comes with a curl command that can be pasted into a shell, and so does the token', async () => {
    const { shown } = on
    await shown.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await shown.signInByClick('bob')
    await shown.press('Copy this token for the shell')
    await shown.hear('Copied')
    const token = await copied()
    expect(token).toMatch(/^token=[\w-]+\.[\w-]+\.[\w-]+$/)

    await shown.call('the access token', 'DELETE /users/7')
    for (const api of ['Express', 'Fastify']) {
      await shown.page.getByRole('article', { name: api }).getByRole('button', { name: 'Copy' }).click()
      await expect.poll(copied).toContain('curl')
      const command = await copied()
      expect(command).toBe(
        `curl -i -X DELETE -H "Authorization: Bearer $token" ${on.stage[api === 'Express' ? 'express' : 'fastify']}/users/7`,
      )
      const { stdout } = await promisify(execFile)('sh', ['-c', `${token}\n${command}`])
      expect(stdout).toMatch(/^HTTP\/1\.1 403 /)
      expect(stdout.toLowerCase()).not.toContain('demo-reason')
      await shown.page.evaluate(() => navigator.clipboard.writeText(''))
    }

    await shown.call('no token', 'GET /health')
    expect(
      await shown.page.getByText(`curl -i ${on.stage.express}/health`, { exact: true }).isVisible(),
    ).toBe(true)
    expect(await shown.page.getByRole('button', { name: 'Copy this token for the shell' }).isVisible()).toBe(
      false,
    )
  })

  test('has the documentation beside it', async () => {
    const { shown, stage } = on
    const links = await shown.page.getByRole('navigation', { name: 'Documentation' }).getByRole('link').all()
    const names = await Promise.all(links.map((link) => link.innerText()))
    expect(names).toEqual(['README', 'Express', 'Fastify', 'Sign-out', 'Step-up', 'Troubleshooting'])
    for (const link of links) {
      const response = await fetch(new URL((await link.getAttribute('href')) ?? '', stage.url))
      expect([response.status, response.headers.get('content-type')]).toEqual([
        200,
        'text/plain; charset=utf-8',
      ])
      expect(await response.text()).toMatch(/^# \w/)
    }
    expect(await shown.page.getByText('cognito-auth', { exact: true }).isVisible()).toBe(true)
  })

  function copied(): Promise<string> {
    return on.shown.page.evaluate(() => navigator.clipboard.readText())
  }
})

function sourceOf(example: string): string {
  const path = new URL(`../../examples/${example}/src/api.ts`, import.meta.url)
  return withoutIndent(readFileSync(path, 'utf8'))
}

function withoutIndent(code: string): string {
  return code.replaceAll(/^ +/gm, '').trim()
}
