import { describe, expect, it } from 'vitest'
import { codeByReason } from '../../dist/refusal/reasons.js'

describe('codeByReason', () => {
  it('answers only an expired and a revoked token with a code of its own', () => {
    expect(codeByReason.expired).toBe('token_expired')
    expect(codeByReason.revoked).toBe('token_revoked')
    const others = Object.entries(codeByReason).filter(([, code]) => /^token_(?:expired|revoked)$/.test(code))
    expect(others.map(([reason]) => reason)).toEqual(['expired', 'revoked'])
  })

  it('has a reason for each code', () => {
    expect(new Set(Object.values(codeByReason))).toEqual(
      new Set([
        'credentials_missing',
        'credentials_malformed',
        'token_invalid',
        'token_expired',
        'token_revoked',
        'step_up_required',
        'forbidden',
        'cross_origin',
        'keys_unavailable',
        'revocations_unavailable',
      ]),
    )
  })
})
