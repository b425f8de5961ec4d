import { createRequire } from 'node:module'
import * as core from '@cognito-auth/core'
import * as express from '@cognito-auth/express'
import { describe, expect, it } from 'vitest'
import { loadSecondCopy } from './second-copy.ts'

const require = createRequire(import.meta.url)

describe('a second copy', () => {
  const copy = loadSecondCopy('@cognito-auth/express') as typeof express

  it('has functions and classes of its own, those of core as well', () => {
    expect(Object.keys(copy)).toEqual(Object.keys(require('@cognito-auth/express') as object))
    expect(copy.requireAuth).not.toBe(express.requireAuth)
    expect(copy.AuthError).not.toBe(express.AuthError)
  })

  it('leaves the first copy in its place', () => {
    expect(require('@cognito-auth/express')).toHaveProperty('requireAuth', express.requireAuth)
    expect(require('@cognito-auth/core')).toHaveProperty('AuthError', core.AuthError)
  })
})
