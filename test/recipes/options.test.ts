import { createAuthenticator } from '@cognito-auth/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openPage } from '../support/page.ts'
import { blocksOf } from '../support/readme.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

function mistakeOf(options: object): string {
  try {
    createAuthenticator(options)
  } catch (error) {
    return String(error)
  }
  return 'no mistake'
}

describe('The page about options', () => {
  it('tells mistakes word for word', () => {
    vi.stubEnv('COGNITO_USER_POOL_ID', 'EXAMPLE1')
    const told = blocksOf('docs/options.md').find(({ language }) => language === 'text')
    expect(told?.code.trim().split('\n')).toEqual([mistakeOf({ userPoolID: '' }), mistakeOf({})])
  })

  it('has options that are accepted', async () => {
    vi.stubEnv('COGNITO_USER_POOL_ID', 'us-east-1_EXAMPLE1')
    vi.stubEnv('COGNITO_CLIENT_ID', '4exampleclientid0000000000')
    const page = await openPage('docs/options.md')
    for (const text of ['clientId: [', 'userPools', 'createAuthenticator']) {
      const exports = await page.module<Record<string, unknown>>(text)
      expect(Object.keys(exports).length).toBeGreaterThan(0)
    }
    await page.remove()
  })
})
