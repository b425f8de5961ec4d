import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createAuthenticator } from '@cognito-auth/core'
import { afterEach, describe, expect, it } from 'vitest'
import { type ServedPool, serve } from '../dist/serve.js'
import { parseServe } from '../dist/serve-command.js'

const served: ServedPool[] = []

afterEach(async () => {
  await Promise.all(served.splice(0).map((pool) => pool.close()))
})

async function start(users: readonly [string, readonly string[]][] = [['alice', ['admin', 'staff']]]) {
  const pool = await serve({ port: 0, pool: { userPoolId: 'eu-west-1_A' }, users: new Map(users) })
  served.push(pool)
  return pool.report
}

describe('serve', () => {
  it('serves keys and tokens that belong together', async () => {
    const report = await start()
    const [, userPoolId = '', clientId = '', issuer = '', jwksUri = ''] =
      /^export COGNITO_USER_POOL_ID=(.*)\nexport COGNITO_CLIENT_ID=(.*)\nexport COGNITO_ISSUER=(.*)\nexport COGNITO_JWKS_URI=(.*)$/m.exec(
        report,
      ) ?? []
    const [, tokenUrl = ''] = /^curl '(.*)' {2}# alice, in admin, staff$/m.exec(report) ?? []
    const authenticator = createAuthenticator({ userPoolId, clientId, issuer, jwksUri })
    const principal = await authenticator.verify(await (await fetch(tokenUrl)).text())
    expect(principal).toMatchObject({
      username: 'alice',
      groups: ['admin', 'staff'],
      userPoolId: 'eu-west-1_A',
    })
  })

  it('prints what the README shows', async () => {
    const { pool, users } = parseServe(['serve']).options
    const started = await serve({ port: 0, pool, users })
    served.push(started)
    const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
    expect(readme).toContain(started.report.replaceAll(/127\.0\.0\.1:(?!3000)\d+/g, '127.0.0.1:4000'))
  })

  it('answers other requests with 404', async () => {
    const [, url = ''] = /on (http:\S+)\. /.exec(await start()) ?? []
    expect((await fetch(url)).status).toBe(404)
  })

  it('prints users whose names a shell could misread', async () => {
    const report = await start([["o'hara & sons", []]])
    const [, tokenUrl = ''] = /^curl '([^']*)' {2}# o'hara & sons, in no group$/m.exec(report) ?? []
    const [, payload = ''] = (await (await fetch(tokenUrl)).text()).split('.')
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
      username: "o'hara & sons",
    })
  })

  it('rejects the options that the pool rejects', async () => {
    await expect(serve({ port: 0, pool: { clientId: '' }, users: new Map() })).rejects.toThrow(
      "clientId is ''.",
    )
  })
})
