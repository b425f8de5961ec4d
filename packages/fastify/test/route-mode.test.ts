import { describe, expect, it } from 'vitest'
import { withPollution } from '../../../test/support/pollution.ts'
import { isRouteMode, readRouteMode } from '../dist/route-mode.js'

describe('readRouteMode', () => {
  it.each(['required', 'optional', false] as const)('reads %j', (cognito) => {
    expect(readRouteMode({ cognito }, 'required')).toBe(cognito)
  })

  it.each(['required', 'optional', false] as const)(
    'returns the default %j if none is configured',
    (byDefault) => {
      expect(readRouteMode({}, byDefault)).toBe(byDefault)
      expect(readRouteMode({ cognito: undefined }, byDefault)).toBe(byDefault)
    },
  )

  it.each([true, null, 0, '', 'off', 'Optional', ['optional']])('takes %j for required', (cognito) => {
    expect(isRouteMode(cognito)).toBe(false)
    expect(readRouteMode({ cognito }, false)).toBe('required')
  })

  it('reads nothing from a polluted Object.prototype', async () => {
    await withPollution({ cognito: false }, () => {
      expect(readRouteMode({}, 'required')).toBe('required')
    })
  })
})
