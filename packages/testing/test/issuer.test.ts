import { describe, expect, it } from 'vitest'
import { findUserPool } from '../dist/issuer.js'

describe('findUserPool', () => {
  it.each([
    'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab9',
    'https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab9',
  ])('finds the pool in %s', (issuer) => {
    expect(findUserPool(issuer)).toBe('eu-west-1_Ab9')
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
    expect(findUserPool(issuer)).toBeUndefined()
  })
})
