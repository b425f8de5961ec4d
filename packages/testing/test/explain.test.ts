import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import { explain } from '../dist/explain.js'
import { paint } from '../dist/layout.js'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { leakOf } from '../../../test/support/leak.ts'
import { blocksOf } from '../../../test/support/readme.ts'

const plain = paint(false)
let pool: TestUserPool

beforeAll(async () => {
  pool = await createTestUserPool()
})

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1, 12) })
  for (const name of ['COGNITO_USER_POOL_ID', 'COGNITO_CLIENT_ID', 'COGNITO_ISSUER']) vi.stubEnv(name, '')
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
})

function api() {
  return { userPoolId: pool.userPoolId, clientId: pool.clientId }
}

describe('explain', () => {
  it('says that a valid token would be accepted', async () => {
    const { isRejected, report } = await explain(pool.accessToken({ groups: ['admin'] }), api(), plain)
    expect(isRejected).toBe(false)
    expect(report).toContain('An access token from Amazon Cognito for a user\n')
    expect(report).toMatch(/^ {2}groups {6}admin$/m)
    expect(report).toMatch(/^ {2}expires {5}in 60 minutes \(2026-01-01T13:00:00Z\)$/m)
    expect(report).toMatch(/signature {3}not checked; this requires the network: --jwks-uri\s+https:/)
    expect(report).toMatch(/\nThe API would accept this token if its signature is valid\n$/)
  })

  it('gives the status, code and reason of a refusal, and what to do', async () => {
    const { isRejected, report } = await explain(pool.accessToken({ clientId: 'other' }), api(), plain)
    expect(isRejected).toBe(true)
    expect(report).toContain('\nThe API would reject this token (401 token_invalid, reason client)\n')
    expect(report).toContain(
      `issued to the app client other, but the API accepts ${pool.clientId}.\nWhat to do: `,
    )
  })

  it('checks the signature with the keys from a URL', async () => {
    const { jwksUri, close } = await pool.listen()
    const impostor = await createTestUserPool()
    const good = await explain(pool.accessToken(), { ...api(), jwksUri }, plain)
    const bad = await explain(impostor.accessToken(), { ...api(), jwksUri }, plain)
    await close()
    expect(good.report).toContain(`valid (keys from ${jwksUri})\n`)
    expect(good.report).toMatch(/\nThe API would accept this token\n$/)
    expect(bad.report).toContain('(401 token_invalid, reason kid_unknown)')
  })

  it('says why the keys are unavailable', async () => {
    const { jwksUri, close } = await pool.listen()
    await close()
    const { isRejected, report } = await explain(pool.accessToken(), { ...api(), jwksUri }, plain)
    expect(isRejected).toBe(true)
    expect(report).toContain('(503 keys_unavailable, reason keys_unavailable)')
    expect(report).toMatch(/ECONNREFUSED/)
  })

  it('gives no verdict on a valid token if the API is unknown', async () => {
    const { isRejected, report } = await explain(pool.idToken(), {}, plain)
    expect(isRejected).toBe(false)
    expect(report).toContain('Whether your API accepts this token depends on')
    expect(report).not.toMatch(/would accept|would reject|keys\.invalid/)
  })

  it.each([
    ['expired', () => pool.accessToken({ expiresInSeconds: -1 })],
    ['malformed_token', () => 'opaque'],
    ['algorithm', () => `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.AA`],
    ['issuer', () => pool.accessToken({ claims: { iss: 'example' } })],
    ['issuer', () => pool.accessToken({ claims: { iss: undefined } })],
  ])('knows what every API rejects: %s', async (reason, tokenOf) => {
    const { isRejected, report } = await explain(tokenOf(), {}, plain)
    expect(isRejected).toBe(true)
    expect(report).toContain(
      `\nAn API would reject this token (401 token_${reason === 'expired' ? '' : 'in'}`,
    )
    expect(report).toContain(`reason ${reason})\n`)
  })

  it('reads the options of the API from the environment, and names them', async () => {
    vi.stubEnv('COGNITO_USER_POOL_ID', pool.userPoolId)
    vi.stubEnv('COGNITO_CLIENT_ID', 'c1, c2')
    vi.stubEnv('COGNITO_ISSUER', pool.issuer)
    expect((await explain(pool.accessToken(), {}, plain)).report).toContain('the API accepts c1 or c2.')

    vi.stubEnv('COGNITO_ISSUER', 'https://issuer.test')
    const { report } = await explain(pool.accessToken(), {}, plain)
    expect(report).toMatch(/the API accepts\s+https:\/\/issuer\.test\./)
  })

  it('runs with NODE_ENV=production', async () => {
    vi.stubEnv('NODE_ENV', 'production')
    expect((await explain(pool.accessToken(), api(), plain)).isRejected).toBe(false)
  })

  it.each([
    ['a valid token', () => pool.accessToken()],
    ['a token that was cut', () => pool.accessToken().slice(0, -4)],
    ['a token that is malformed', () => `${pool.accessToken()}.`],
    ['claims that are malformed', () => pool.accessToken().replace('.', '.x')],
    ['a token in quotes', () => `"${pool.accessToken()}"`],
  ])('never prints the signature or the whole of %s', async (_what, tokenOf) => {
    const token = tokenOf()
    for (const options of [{}, api()]) {
      const { report } = await explain(token, options, plain)
      expect(leakOf(token, report)).toBeUndefined()
    }
  })

  it('repeats nothing of a text that is not a JWT', async () => {
    for (const text of ['opaque-refresh-token-0123456789', `${'secret-part-0123456789.'.repeat(4)}secret`]) {
      const { report } = await explain(text, api(), plain)
      expect(leakOf(text, report)).toBeUndefined()
    }
  })

  it('has at most 100 columns and no control characters', async () => {
    const evil = '\u001B]0;x\u0007\u202E\r\n\u009B2J'
    const claims = {
      sub: evil.repeat(50),
      'cognito:groups': [evil.repeat(99)],
      [evil]: evil,
      exp: evil,
      iss: evil,
    }
    const { report } = await explain(pool.accessToken({ claims }), api(), plain)
    expect(report.split('\n').filter((line) => line.length > 100)).toEqual([])
    expect(report.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  })

  it('prints what the README shows', async () => {
    const iat = Date.UTC(2026, 0, 1, 11, 12) / 1000
    const claims = {
      sub: '7d1f3c52-40be-4c5a-9b0e-2f6f0f3c9a11',
      'cognito:groups': ['admin'],
      iss: pool.issuer,
      'cognito:username': 'alice',
      aud: pool.clientId,
      token_use: 'id',
      auth_time: iat,
      exp: iat + 3600,
      iat,
      jti: '0c8f5b3e-6f0d-4f39-a2de-5a4c1e8f7b21',
      email: 'alice@example.com',
      'custom:tenant': 'acme',
    }
    const header = { kid: 'Zm9yIHRoZSBSRUFETUUgb25seSwgbm8gcmVhbCBrZXk=', alg: 'RS256' }
    const parts = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    const token = `${parts.join('.')}.${Buffer.alloc(256).toString('base64url')}`
    const { report } = await explain(token, api(), plain)
    const shown = blocksOf('packages/testing/README.md').filter(({ language }) => language === 'text')
    expect(shown.map(({ code }) => code)).toContain(report)
  })

  it('colours the verdict', async () => {
    const { report: good } = await explain(pool.accessToken(), api(), paint(true))
    const { report: bad } = await explain(pool.idToken(), api(), paint(true))
    expect(good).toContain('\u001B[32mThe API would accept')
    expect(bad).toContain('\u001B[31mThe API would reject')
  })
})
