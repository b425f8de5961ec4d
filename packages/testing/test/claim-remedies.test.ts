import { describe, expect, it } from 'vitest'
import { jwt, now, remedyText } from './support/remedy-text.ts'

describe('claimRemedies', () => {
  it('names the app clients', () => {
    const text = remedyText('client', jwt({ token_use: 'access', client_id: 'c3' }), {
      clientId: ['c1', 'c2'],
    })
    expect(text).toContain('the app client c3, but the API accepts c1 or c2.')
  })

  it('knows an ID token sent instead of an access token, and the reverse', () => {
    expect(remedyText('token_use', jwt({ token_use: 'id' }), {})).toContain('Send the access token')
    expect(remedyText('token_use', jwt({ token_use: 'access' }), { tokenUse: 'id' })).toContain(
      'Send the ID token',
    )
  })

  it('mentions clocks if a token expired within the last five minutes', () => {
    expect(remedyText('expired', jwt({ exp: now - 300 }))).toMatch(/expired 5 minutes ago.*clocks/)
    expect(remedyText('expired', jwt({ exp: now - 301 }))).not.toContain('clocks')
  })

  it('names the claim that the user ID is read from', () => {
    expect(remedyText('user_id', jwt({}), { userIdClaim: 'email' })).toContain('no claim email')
  })
})
