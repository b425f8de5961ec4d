import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { withPollution } from '../../../../test/support/pollution.ts'
import { readDecision } from '../../dist/guards/decision.js'
import { allOf, anyOf, hasScope, inGroup } from '../../dist/guards/guards.js'
import { steppedUp } from '../../dist/guards/stepped-up.js'
import type { MachinePrincipal, Principal, UserPrincipal } from '../../dist/types/principal.js'
import type { StepUpRequirement } from '../../dist/types/step-up.js'
import { mistakeOf } from '../support/refusal.ts'

const allowed = { allowed: true }
const signInTime = 1_800_000_000

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: signInTime * 1000 })
})

afterEach(() => {
  vi.useRealTimers()
})

/** A principal with claims that may have any type. */
function user(claims: object = {}): UserPrincipal {
  return {
    kind: 'user',
    tokenUse: 'access',
    userId: 'user-1',
    groups: [],
    scopes: [],
    clientId: 'client-1',
    userPoolId: 'us-east-1_EXAMPLE1',
    expiresAt: 2_000_000_000,
    claims: {
      iss: 'https://issuer.example.com',
      sub: 'user-1',
      exp: 2_000_000_000,
      token_use: 'access',
      client_id: 'client-1',
      ...claims,
    },
  }
}

function machine(claims: object = {}): MachinePrincipal {
  const { username: _username, ...principal } = user(claims)
  return { ...principal, kind: 'machine' } as MachinePrincipal
}

function isAllowed(requirement: StepUpRequirement, principal: Principal): boolean {
  return steppedUp(requirement)(principal).allowed
}

describe('acrValues', () => {
  const acrValues = ['urn:cognito:loa:3', 'urn:cognito:loa:4']

  it.each(acrValues)('allows %s, one of the levels', (acr) => {
    expect(isAllowed({ acrValues }, user({ acr }))).toBe(true)
  })

  it.each([
    'urn:cognito:loa:2',
    'URN:COGNITO:LOA:4',
    'urn:cognito:loa:4 ',
    'urn:cognito:loa:3 urn:cognito:loa:4',
    '',
    undefined,
    null,
    4,
    ['urn:cognito:loa:4'],
  ])('refuses %o', (acr) => {
    expect(isAllowed({ acrValues }, user({ acr }))).toBe(false)
  })

  it('refuses a token without the claim', () => {
    expect(isAllowed({ acrValues }, user())).toBe(false)
  })
})

describe('amr', () => {
  it.each([
    [['mfa'], ['mfa']],
    [['mfa'], ['pwd', 'otp', 'mfa']],
    [
      ['otp', 'pwd'],
      ['pwd', 'otp', 'mfa'],
    ],
  ])('allows %j in a token with %j', (required, amr) => {
    expect(isAllowed({ amr: required }, user({ amr }))).toBe(true)
  })

  it.each([
    [['mfa'], []],
    [['mfa'], ['pwd']],
    [['mfa'], ['MFA']],
    [['mfa', 'hwk'], ['mfa']],
    [['mfa'], 'mfa'],
    [['mfa'], 'pwd mfa'],
    [['mfa'], ['pwd mfa']],
    [['mfa'], ['mfa', 1]],
    [['mfa'], { '0': 'mfa', length: 1 }],
    [['mfa'], null],
    [['mfa'], undefined],
  ])('refuses %j in a token with %j', (required, amr) => {
    expect(isAllowed({ amr: required }, user({ amr }))).toBe(false)
  })

  it('refuses a token without the claim', () => {
    expect(isAllowed({ amr: ['mfa'] }, user())).toBe(false)
  })
})

describe('maxAgeSeconds', () => {
  it.each([0, 1, 60, 86_400])('allows a sign-in of %d seconds ago, and not one millisecond more', (age) => {
    const principal = user({ auth_time: signInTime })
    vi.setSystemTime((signInTime + age) * 1000)
    expect(isAllowed({ maxAgeSeconds: age }, principal)).toBe(true)
    vi.setSystemTime((signInTime + age) * 1000 + 1)
    expect(isAllowed({ maxAgeSeconds: age }, principal)).toBe(false)
  })

  it('allows a sign-in that lies ahead of the clock', () => {
    expect(isAllowed({ maxAgeSeconds: 0 }, user({ auth_time: signInTime + 1 }))).toBe(true)
  })

  it.each([undefined, null, String(signInTime), '', Number.NaN, Infinity, -Infinity, [signInTime], true, 0])(
    'refuses the time %o',
    (time) => {
      expect(isAllowed({ maxAgeSeconds: 60 }, user({ auth_time: time, iat: signInTime }))).toBe(false)
    },
  )

  it('refuses a token without the claim', () => {
    expect(isAllowed({ maxAgeSeconds: 60 }, user({ iat: signInTime }))).toBe(false)
  })
})

describe('several requirements', () => {
  const requirement = { acrValues: ['urn:cognito:loa:4'], amr: ['mfa'], maxAgeSeconds: 60 }
  const claims = { acr: 'urn:cognito:loa:4', amr: ['mfa'], auth_time: signInTime }

  it('must all be met', () => {
    expect(isAllowed(requirement, user(claims))).toBe(true)
    expect(isAllowed(requirement, user({ ...claims, acr: 'urn:cognito:loa:1' }))).toBe(false)
    expect(isAllowed(requirement, user({ ...claims, amr: ['pwd'] }))).toBe(false)
    expect(isAllowed(requirement, user({ ...claims, auth_time: signInTime - 61 }))).toBe(false)
  })
})

describe('a refusal', () => {
  it.each([
    { acrValues: ['urn:cognito:loa:3', 'urn:cognito:loa:4'] },
    { amr: ['mfa'] },
    { maxAgeSeconds: 60 },
    { acrValues: ['urn:cognito:loa:4'], amr: ['mfa'], maxAgeSeconds: 0 },
  ])('says what is required: %j', (requirement) => {
    expect(steppedUp(requirement)(user())).toStrictEqual({ allowed: false, stepUp: requirement })
  })
})

describe('a machine', () => {
  it('is refused without a step-up, whatever its claims', () => {
    const claims = { acr: 'urn:cognito:loa:4', amr: ['mfa'], auth_time: signInTime }
    for (const requirement of [
      { acrValues: ['urn:cognito:loa:4'] },
      { amr: ['mfa'] },
      { maxAgeSeconds: 60 },
    ]) {
      expect(steppedUp(requirement)(machine(claims))).toStrictEqual({ allowed: false })
    }
  })
})

describe('the requirement', () => {
  it('is copied when the guard is created', () => {
    const requirement = { maxAgeSeconds: 60 }
    const guard = steppedUp(requirement)
    requirement.maxAgeSeconds = 3600
    expect(guard(user({ auth_time: signInTime - 61 }))).toStrictEqual({
      allowed: false,
      stepUp: { maxAgeSeconds: 60 },
    })
  })

  it('is checked when the guard is created', () => {
    expect(mistakeOf(() => steppedUp({}))).toMatchObject({
      option: 'requirement',
      message: 'requirement is {}. It must be an object with at least one of acrValues, amr, maxAgeSeconds.',
    })
    expect(mistakeOf(() => steppedUp({ maxAgeSeconds: -1 })).option).toBe('requirement.maxAgeSeconds')
  })

  it.each([
    ['none', []],
    ['two', [{ amr: ['mfa'] }, { maxAgeSeconds: 60 }]],
    ['a request, as a route passes it that uses the guard uncalled', [{}, {}, () => undefined]],
  ])('must be one, and not %s', (_, values) => {
    expect(mistakeOf(() => Reflect.apply(steppedUp, undefined, values))).toMatchObject({
      name: 'ConfigurationError',
      option: 'requirement',
      message:
        'A step-up guard takes one requirement, for example requireStepUp({ maxAgeSeconds: 300 }). ' +
        'If a route uses the guard uncalled, call it.',
    })
  })
})

describe('a combined guard', () => {
  const principal = user({ auth_time: signInTime - 61 })
  const recent = steppedUp({ maxAgeSeconds: 60 })
  const refusal = { allowed: false, stepUp: { maxAgeSeconds: 60 } }

  it('reports no step-up from anyOf', () => {
    expect(anyOf(recent)(principal)).toStrictEqual({ allowed: false })
    expect(anyOf(hasScope('a'), recent)(principal)).toStrictEqual({ allowed: false })
    expect(anyOf(inGroup('admin'), recent)(user({ auth_time: signInTime }))).toEqual(allowed)
  })

  it('reports the first refusal from allOf', () => {
    expect(allOf(recent, hasScope('a'))(principal)).toStrictEqual(refusal)
    expect(allOf(hasScope('a'), recent)(principal)).toStrictEqual({ allowed: false, scope: 'a' })
    expect(allOf(inGroup('admin'), recent)(principal)).toStrictEqual({ allowed: false })
  })

  it('is read as it is', () => {
    expect(readDecision(recent(principal))).toStrictEqual(refusal)
  })
})

describe('a polluted Object.prototype', () => {
  it('meets no requirement', async () => {
    const polluted = { acr: 'a', amr: ['b'], auth_time: signInTime }
    await withPollution(polluted, () => {
      for (const requirement of [{ acrValues: ['a'] }, { amr: ['b'] }, { maxAgeSeconds: 60 }]) {
        expect(steppedUp(requirement)(user()).allowed).toBe(false)
      }
    })
  })

  it('removes no requirement and adds none', async () => {
    const guard = steppedUp({ maxAgeSeconds: 60 })
    const principal = user({ auth_time: signInTime })
    expect(await withPollution({ acrValues: ['a'], amr: ['b'] }, () => guard(principal))).toEqual(allowed)
  })

  it('is no method of a token', async () => {
    const amr: unknown[] = ['pwd']
    amr.length = 2
    const decision = await withPollution({ '1': 'mfa' }, () => steppedUp({ amr: ['mfa'] })(user({ amr })))
    expect(decision.allowed).toBe(false)
  })
})
