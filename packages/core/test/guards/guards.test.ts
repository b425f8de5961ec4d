import { describe, expect, it, vi } from 'vitest'
import {
  allOf,
  anyOf,
  decisionOf,
  type Guard,
  guardOf,
  hasAllScopes,
  hasAnyScope,
  hasScope,
  inAllGroups,
  inAnyGroup,
  inGroup,
} from '../../dist/guards/guards.js'
import type { Principal } from '../../dist/types/principal.js'
import { fromJavaScript, mistakeOf } from '../support/refusal.ts'

const allowed = { allowed: true }
const refused = { allowed: false }

function principal({ groups = [], scopes = [] }: { groups?: string[]; scopes?: string[] } = {}): Principal {
  const claims = {
    iss: 'https://issuer.example.com',
    sub: 'user-1',
    exp: 2_000_000_000,
    token_use: 'access',
    client_id: 'client-1',
  } as const
  return {
    kind: 'user',
    tokenUse: 'access',
    userId: 'user-1',
    groups,
    scopes,
    clientId: 'client-1',
    userPoolId: 'us-east-1_EXAMPLE1',
    expiresAt: claims.exp,
    claims,
  }
}

/** A guard whose answer TypeScript would not have. */
function answering(answer: unknown): Guard {
  return () => fromJavaScript(answer)
}

describe('groups', () => {
  const admin = principal({ groups: ['admin', 'Ops'] })

  it.each([
    ['inGroup, a member', inGroup('admin'), allowed],
    ['inGroup, no member', inGroup('billing'), refused],
    ['inGroup, another case', inGroup('Admin'), refused],
    ['inGroup, another case', inGroup('ops'), refused],
    ['inGroup, the beginning of a name', inGroup('adm'), refused],
    ['inGroup, more than a name', inGroup('admins'), refused],
    ['inGroup, a space in front', inGroup(' admin'), refused],
    ['inGroup, two names in one', inGroup('admin Ops'), refused],
    ['inGroup, two names in one', inGroup('admin,Ops'), refused],
    ['inGroup, a name that each list has', inGroup('length'), refused],
    ['inAnyGroup, of the first', inAnyGroup('admin', 'billing'), allowed],
    ['inAnyGroup, of the last', inAnyGroup('billing', 'Ops'), allowed],
    ['inAnyGroup, of none', inAnyGroup('billing', 'ops'), refused],
    ['inAnyGroup, of one', inAnyGroup('admin'), allowed],
    ['inAllGroups, of both', inAllGroups('Ops', 'admin'), allowed],
    ['inAllGroups, of one of two', inAllGroups('admin', 'billing'), refused],
    ['inAllGroups, of none', inAllGroups('billing', 'ops'), refused],
    ['inAllGroups, the same twice', inAllGroups('admin', 'admin'), allowed],
  ])('%s: %o', (_, guard, decision) => {
    expect(guard(admin)).toEqual(decision)
  })

  it('refuse whoever has none', () => {
    for (const guard of [inGroup('admin'), inAnyGroup('admin'), inAllGroups('admin')])
      expect(guard(principal())).toEqual(refused)
  })

  it('are not scopes', () => {
    expect(inGroup('admin')(principal({ scopes: ['admin'] }))).toEqual(refused)
  })

  it('never tell the name that was asked for', () => {
    for (const guard of [inGroup('secret'), inAnyGroup('secret'), inAllGroups('secret', 'admin')])
      expect(JSON.stringify(guard(admin))).toBe('{"allowed":false}')
  })
})

describe('scopes', () => {
  const reader = principal({ scopes: ['orders/read', 'openid'] })

  it.each([
    ['hasScope, granted', hasScope('orders/read'), allowed],
    ['hasScope, not granted', hasScope('orders/write'), { allowed: false, scope: 'orders/write' }],
    ['hasScope, another case', hasScope('Orders/Read'), { allowed: false, scope: 'Orders/Read' }],
    ['hasScope, the beginning', hasScope('orders'), { allowed: false, scope: 'orders' }],
    ['hasScope, two in one', hasScope('orders/read openid'), { allowed: false, scope: 'orders/read openid' }],
    ['hasAnyScope, the last', hasAnyScope('orders/write', 'openid'), allowed],
    ['hasAnyScope, none', hasAnyScope('a', 'b'), { allowed: false, scope: 'a b' }],
    ['hasAllScopes, both', hasAllScopes('openid', 'orders/read'), allowed],
    [
      'hasAllScopes, one of two',
      hasAllScopes('openid', 'orders/write'),
      { allowed: false, scope: 'openid orders/write' },
    ],
    ['hasAllScopes, none', hasAllScopes('a', 'b'), { allowed: false, scope: 'a b' }],
  ])('%s: %o', (_, guard, decision) => {
    expect(guard(reader)).toEqual(decision)
  })

  it('are not groups', () => {
    expect(hasScope('openid')(principal({ groups: ['openid'] }))).toMatchObject(refused)
  })
})

describe('arguments', () => {
  const guards = { inGroup, inAnyGroup, inAllGroups, hasScope, hasAnyScope, hasAllScopes }
  const names = Object.entries(guards)

  /** Makes a guard of arguments that TypeScript would not have. */
  function make(guard: (...names: never[]) => Guard, ...values: readonly unknown[]) {
    return () => Reflect.apply(guard, undefined, values)
  }

  it.each(names)('%s needs one', (name, guard) => {
    const mistake = mistakeOf(make(guard))
    expect(mistake).toMatchObject({ name: 'ConfigurationError', option: name })
    expect(mistake.message).toContain(`${name}() needs a name`)
  })

  describe.each(names)('%s', (name, guard) => {
    it.each([[''], [undefined], [null], [7], [true], [['admin']], [{}], [Symbol('admin')]])(
      'refuses %o',
      (value) => {
        expect(mistakeOf(make(guard, value)).message).toContain(
          `${name}() takes names that are non-empty strings`,
        )
      },
    )
  })

  it.each([
    ['inAnyGroup', inAnyGroup],
    ['inAllGroups', inAllGroups],
    ['hasAnyScope', hasAnyScope],
    ['hasAllScopes', hasAllScopes],
  ])('%s refuses a list in which one is wrong', (_, guard) => {
    expect(mistakeOf(make(guard, 'admin', '')).message).toContain('non-empty strings')
    expect(mistakeOf(make(guard, undefined, 'admin')).message).toContain('non-empty strings')
  })

  it.each([
    ['inGroup', inGroup, 'inAnyGroup or inAllGroups'],
    ['hasScope', hasScope, 'hasAnyScope or hasAllScopes'],
  ])('%s refuses two, and names the guards for several', (name, guard, plural) => {
    const { option, message } = mistakeOf(make(guard, 'a', 'b'))
    expect(option).toBe(name)
    expect(message).toContain('was given 2')
    expect(message).toContain(plural)
    mistakeOf(make(guard, 'a', undefined))
  })
})

describe('anyOf', () => {
  const yes = answering({ allowed: true })
  const no = answering({ allowed: false })
  const noScope = hasScope('orders/write')

  it.each([
    ['the only one allows', [yes], allowed],
    ['the first allows', [yes, no], allowed],
    ['the last allows', [no, noScope, yes], allowed],
    ['none allows', [no, no], refused],
    ['the only one refuses', [no], refused],
    ['a scope guard refuses, whose scope would not be the only way in', [noScope], refused],
    ['two scope guards refuse', [noScope, hasScope('orders/admin')], refused],
    ['a boolean allows', [no, answering(true)], allowed],
    ['booleans refuse', [answering(false), answering(false)], refused],
  ])('decides when %s', (_, guards, decision) => {
    expect(anyOf(...guards)(principal())).toStrictEqual(decision)
  })

  it('stops at the first that allows', () => {
    const later = vi.fn<Guard>(() => ({ allowed: false }))
    anyOf(no, yes, later)(principal())
    expect(later).not.toHaveBeenCalled()
  })

  it('passes the principal on', () => {
    const guard = vi.fn<Guard>(() => ({ allowed: true }))
    const someone = principal()
    anyOf(guard)(someone)
    expect(guard.mock.calls).toEqual([[someone]])
  })
})

describe('allOf', () => {
  const yes = answering({ allowed: true })
  const no = answering({ allowed: false })

  it.each([
    ['the only one allows', [yes], allowed],
    ['all allow', [yes, yes, answering(true)], allowed],
    ['the first refuses', [no, yes], refused],
    ['the last refuses', [yes, no], refused],
    ['a boolean refuses', [yes, answering(false)], refused],
    ['a scope guard refuses', [yes, hasScope('a')], { allowed: false, scope: 'a' }],
    [
      'two scope guards refuse: the first is told',
      [hasScope('a'), hasScope('b')],
      { allowed: false, scope: 'a' },
    ],
    ['a group guard refuses before a scope guard', [inGroup('admin'), hasScope('b')], refused],
  ])('decides when %s', (_, guards, decision) => {
    expect(allOf(...guards)(principal())).toStrictEqual(decision)
  })

  it('stops at the first that refuses', () => {
    const later = vi.fn<Guard>(() => ({ allowed: true }))
    allOf(yes, no, later)(principal())
    expect(later).not.toHaveBeenCalled()
  })
})

describe('anyOf and allOf', () => {
  const combinators = [
    ['anyOf', anyOf],
    ['allOf', allOf],
  ] as const

  it('can be nested', () => {
    const guard = anyOf(inGroup('admin'), allOf(inGroup('sales'), hasScope('orders/read')))
    expect(guard(principal({ groups: ['admin'] }))).toEqual(allowed)
    expect(guard(principal({ groups: ['sales'], scopes: ['orders/read'] }))).toEqual(allowed)
    expect(guard(principal({ groups: ['sales'] }))).toEqual(refused)
    expect(guard(principal({ scopes: ['orders/read'] }))).toEqual(refused)
  })

  describe.each(combinators)('%s', (name, combine) => {
    it.each([
      undefined,
      null,
      0,
      1,
      '',
      'true',
      [],
      {},
      { allowed: 1 },
      { allowed: 'true' },
      { allowed: undefined },
      Promise.resolve(true),
    ])('fails rather than decides when a guard returns %o', (junk) => {
      expect(() => combine(answering(junk))(principal())).toThrow(TypeError)
    })

    it('fails when a guard fails', () => {
      const fault = new Error('guard')
      const failing: Guard = () => {
        throw fault
      }
      expect(() => combine(failing)(principal())).toThrow(fault)
    })

    it.each([
      [[]],
      [[undefined]],
      [['admin']],
      [[inGroup('admin'), 'sales']],
      [[{ allowed: true }]],
      [[[inGroup('a')]]],
    ])('refuses to be made of %o', (values) => {
      const mistake = mistakeOf(() => Reflect.apply(combine, undefined, values))
      expect(mistake.option).toBe(name)
      expect(mistake.message).toContain(`${name}() takes guards`)
    })
  })
})

describe('decisionOf', () => {
  it.each([
    [true, allowed],
    [{ allowed: true }, allowed],
    [{ allowed: true, scope: 'a' }, allowed],
    [false, refused],
    [{ allowed: false }, refused],
    [{ allowed: false, scope: undefined }, refused],
    [{ allowed: false, scope: 7 }, refused],
    [
      { allowed: false, scope: 'a b' },
      { allowed: false, scope: 'a b' },
    ],
    [
      { allowed: false, scope: 'a', groups: ['admin'] },
      { allowed: false, scope: 'a' },
    ],
  ])('reads %j as %j', (result, decision) => {
    expect(decisionOf(result)).toStrictEqual(decision)
  })

  it.each([
    undefined,
    null,
    0,
    1,
    'true',
    '',
    [],
    [true],
    {},
    { allowed: 1 },
    { allowed: 0 },
    { allowed: 'true' },
    { allowed: null },
    { allowed: Object(true) },
    Object(true),
    () => true,
    Symbol('true'),
    Promise.resolve({ allowed: true }),
  ])('takes %o for a mistake', (result) => {
    expect(() => decisionOf(result)).toThrow(
      new TypeError('A check must return true, false or a decision such as { allowed: false }'),
    )
  })
})

describe('guardOf', () => {
  const someone = principal({ groups: ['admin', 'ops'], scopes: ['orders/read', 'openid'] })

  it.each([
    ['requireGroup', ['admin'], allowed],
    ['requireGroup', ['billing'], refused],
    ['requireAnyGroup', ['billing', 'ops'], allowed],
    ['requireAnyGroup', ['billing', 'sales'], refused],
    ['requireAllGroups', ['ops', 'admin'], allowed],
    ['requireAllGroups', ['admin', 'billing'], refused],
    ['requireScope', ['orders/read'], allowed],
    ['requireScope', ['orders/write'], { allowed: false, scope: 'orders/write' }],
    ['requireAnyScope', ['orders/write', 'openid'], allowed],
    ['requireAnyScope', ['a', 'b'], { allowed: false, scope: 'a b' }],
    ['requireAllScopes', ['openid', 'orders/read'], allowed],
    ['requireAllScopes', ['openid', 'orders/write'], { allowed: false, scope: 'openid orders/write' }],
  ] as const)('decides as %s of %j', (name, names, decision) => {
    expect(guardOf(name, names)(someone)).toEqual(decision)
  })

  it.each([
    'requireGroup',
    'requireAnyGroup',
    'requireAllGroups',
    'requireScope',
    'requireAnyScope',
    'requireAllScopes',
  ] as const)('says that %s needs a name, which is a non-empty string', (name) => {
    const { option, message } = mistakeOf(() => guardOf(name, []))
    expect(option).toBe(name)
    expect(message).toContain(`${name}() needs a name`)
    expect(mistakeOf(() => guardOf(name, ['']))).toMatchObject({
      option: name,
      message: expect.stringContaining(`${name}() takes names that are non-empty strings`),
    })
  })

  it.each([
    ['requireGroup', 'requireAnyGroup or requireAllGroups'],
    ['requireScope', 'requireAnyScope or requireAllScopes'],
  ] as const)('recommends to somebody who gives two names to %s the guards for several', (name, plural) => {
    const { option, message } = mistakeOf(() => guardOf(name, ['a', 'b']))
    expect(option).toBe(name)
    expect(message).toBe(`${name}() takes one name and was given 2. For several, use ${plural}.`)
  })
})
