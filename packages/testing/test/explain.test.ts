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
  it('says that a good token would be accepted', async () => {
    const { isRefused, report } = await explain(pool.accessToken({ groups: ['admin'] }), api(), plain)
    expect(isRefused).toBe(false)
    expect(report).toContain('An access token of Amazon Cognito, of a user\n')
    expect(report).toMatch(/^ {2}groups {6}admin$/m)
    expect(report).toMatch(/^ {2}expires {5}in 60 minutes \(2026-01-01T13:00:00Z\)$/m)
    expect(report).toMatch(/signature {3}not checked; that takes the network: --jwks-uri\s+https:/)
    expect(report).toMatch(/\nThe API would accept this token, provided that its signature is right\n$/)
  })

  it('gives status, code and reason of a refusal, and what helps', async () => {
    const { isRefused, report } = await explain(pool.accessToken({ clientId: 'other' }), api(), plain)
    expect(isRefused).toBe(true)
    expect(report).toContain('\nThe API would refuse it (401 token_invalid, reason client)\n')
    expect(report).toContain(`issued to the app client other; the API accepts ${pool.clientId}.\nTo mend: `)
  })

  it('checks the signature with the keys at an address', async () => {
    const { jwksUri, close } = await pool.listen()
    const impostor = await createTestUserPool()
    const good = await explain(pool.accessToken(), { ...api(), jwksUri }, plain)
    const bad = await explain(impostor.accessToken(), { ...api(), jwksUri }, plain)
    await close()
    expect(good.report).toContain(`right, by the keys at ${jwksUri}\n`)
    expect(good.report).toMatch(/\nThe API would accept this token\n$/)
    expect(bad.report).toContain('(401 token_invalid, reason kid_unknown)')
  })

  it('says why the keys cannot be had', async () => {
    const { jwksUri, close } = await pool.listen()
    await close()
    const { isRefused, report } = await explain(pool.accessToken(), { ...api(), jwksUri }, plain)
    expect(isRefused).toBe(true)
    expect(report).toContain('(503 keys_unavailable, reason keys_unavailable)')
    expect(report).toMatch(/ECONNREFUSED/)
  })

  it('gives no verdict on a good token of an unknown API', async () => {
    const { isRefused, report } = await explain(pool.idToken(), {}, plain)
    expect(isRefused).toBe(false)
    expect(report).toContain('Whether your API accepts it depends on')
    expect(report).not.toMatch(/would accept|would refuse|keys\.invalid/)
  })

  it.each([
    ['expired', () => pool.accessToken({ expiresInSeconds: -1 })],
    ['malformed_token', () => 'opaque'],
    ['algorithm', () => `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.AA`],
    ['issuer', () => pool.accessToken({ claims: { iss: 'nobody' } })],
    ['issuer', () => pool.accessToken({ claims: { iss: undefined } })],
  ])('knows without an API what each one refuses: %s', async (reason, tokenOf) => {
    const { isRefused, report } = await explain(tokenOf(), {}, plain)
    expect(isRefused).toBe(true)
    expect(report).toContain(`\nAn API would refuse it (401 token_${reason === 'expired' ? '' : 'in'}`)
    expect(report).toContain(`reason ${reason})\n`)
  })

  it('knows the API from the environment, and names what is there', async () => {
    vi.stubEnv('COGNITO_USER_POOL_ID', pool.userPoolId)
    vi.stubEnv('COGNITO_CLIENT_ID', 'c1, c2')
    vi.stubEnv('COGNITO_ISSUER', pool.issuer)
    expect((await explain(pool.accessToken(), {}, plain)).report).toContain('the API accepts c1 or c2.')

    vi.stubEnv('COGNITO_ISSUER', 'https://issuer.test')
    const { report } = await explain(pool.accessToken(), {}, plain)
    expect(report).toMatch(/the API trusts\shttps:\/\/issuer\.test,/)
  })

  it('runs with NODE_ENV=production', async () => {
    vi.stubEnv('NODE_ENV', 'production')
    expect((await explain(pool.accessToken(), api(), plain)).isRefused).toBe(false)
  })

  it.each([
    ['a good token', () => pool.accessToken()],
    ['a token that was cut', () => pool.accessToken().slice(0, -4)],
    ['a token that is malformed', () => `${pool.accessToken()}.`],
    ['claims that are malformed', () => pool.accessToken().replace('.', '.x')],
    ['a token in quotes', () => `"${pool.accessToken()}"`],
  ])('never tells the signature of %s, nor repeats it as it came', async (_what, tokenOf) => {
    const token = tokenOf()
    for (const options of [{}, api()]) {
      const { report } = await explain(token, options, plain)
      expect(leakOf(token, report)).toBeUndefined()
    }
  })

  it('repeats nothing of what is no JWT', async () => {
    for (const text of ['opaque-refresh-token-0123456789', `${'secret-part-0123456789.'.repeat(4)}secret`]) {
      const { report } = await explain(text, api(), plain)
      expect(leakOf(text, report)).toBeUndefined()
    }
  })

  it('keeps to 100 columns, and to characters that a terminal only shows', async () => {
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
    const block = blocksOf('packages/testing/README.md').find(({ language }) => language === 'text')
    expect(block?.code).toBe(report)
  })

  it('colours the verdict', async () => {
    const { report: good } = await explain(pool.accessToken(), api(), paint(true))
    const { report: bad } = await explain(pool.idToken(), api(), paint(true))
    expect(good).toContain('\u001B[32mThe API would accept')
    expect(bad).toContain('\u001B[31mThe API would refuse')
  })
})
