import * as core from '@cognito-auth/core'
import * as adapter from '@cognito-auth/express'
import { expect, it } from 'vitest'

it.each(Object.entries(core))('hands on %s of core unchanged', (name, value) => {
  expect(new Map<string, unknown>(Object.entries(adapter)).get(name)).toBe(value)
})
