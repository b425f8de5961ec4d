import { describe, expect, it } from 'vitest'
import { run } from '../../../test/support/child.ts'

describe('a process', () => {
  it('ends by itself when it has nothing else to do, after calls that wait were answered', async () => {
    const { status, stdout, stderr } = await run('packages/revocation/test/support/idle-process.mjs').end
    expect(stderr).toBe('')
    expect(stdout.split('\n').toSorted()).toEqual([
      '',
      'endSignIn revocations_unavailable',
      'ready revocations_unavailable',
      'revoked',
      '{"revoked":true}',
    ])
    expect(status).toBe(0)
  })
})
