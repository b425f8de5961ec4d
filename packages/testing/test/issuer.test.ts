import { describe, expect, it } from 'vitest'
import { userPoolOf } from '../dist/issuer.js'

describe('userPoolOf', () => {
  it.each([
    'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab9',
    'https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab9',
  ])('finds the pool in %s', (issuer) => {
    expect(userPoolOf(issuer)).toBe('eu-west-1_Ab9')
  })

  it.each([
    'https://cognito-idp.us-east-1.amazonaws.com/eu-west-1_Ab9',
    'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab9/',
    'https://cognito-idp.eu-west-1.amazonaws.com.example.com/eu-west-1_Ab9',
    'http://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab9',
    'https://example.com',
    7,
    undefined,
  ])('finds none in %j', (issuer) => {
    expect(userPoolOf(issuer)).toBeUndefined()
  })
})
