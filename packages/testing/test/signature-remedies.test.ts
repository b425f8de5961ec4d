import { describe, expect, it } from 'vitest'
import { jwt, remedyText } from './support/remedy-text.ts'

const iss = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Ours1'

describe('signatureRemedies', () => {
  it('names both user pools', () => {
    const text = remedyText('issuer', jwt({ iss }), { userPoolId: 'eu-west-1_Other1' })
    expect(text).toContain('from the user pool us-east-1_Ours1, but the API accepts eu-west-1_Other1.')
  })

  it('names both issuers if the API has a custom one', () => {
    const text = remedyText('issuer', jwt({ iss }), {
      userPoolId: 'local_1',
      issuer: 'http://127.0.0.1:9229/local_1',
    })
    expect(text).toContain(`Its issuer is ${iss}, but the API accepts http://127.0.0.1:9229/local_1.`)
  })

  it('distinguishes a signature that was cut from a wrong one', () => {
    expect(remedyText('signature', jwt({}, {}, 255))).toContain('has 255 bytes')
    expect(remedyText('signature', jwt({}, {}, 256))).toContain('signature is wrong')
  })

  it('says why the keys are unavailable, down to the last cause', () => {
    const cause = new Error('https://a cannot be read', { cause: new Error('fetch \u001Bfailed') })
    expect(remedyText('keys_unavailable', jwt({}), {}, cause)).toContain(
      'The signing keys are unavailable: https://a cannot be read, fetch \\u{1b}failed.',
    )
  })
})
