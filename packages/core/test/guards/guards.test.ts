import { describe, expect, it, vi } from 'vitest'
import { withPollution } from '../../../../test/support/pollution.ts'
import {
  allOf,
  anyOf,
  type Guard,
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
const denied = { allowed: false }

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

/** A guard that returns what TypeScript would not accept. */
function returning(result: unknown): Guard {
  return () => fromJavaScript(result)
}

describe('groups', () => {
  const admin = principal({ groups: ['admin', 'Ops'] })

  it.each([
    ['inGroup, a member', inGroup('admin'), allowed],
    ['inGroup, not a member', inGroup('billing'), denied],
    ['inGroup, another case', inGroup('Admin'), denied],
    ['inGroup, another case', inGroup('ops'), denied],
    ['inGroup, the beginning of a name', inGroup('adm'), denied],
    ['inGroup, a longer name', inGroup('admins'), denied],
    ['inGroup, a space in front', inGroup(' admin'), denied],
    ['inGroup, two names in one', inGroup('admin Ops'), denied],
    ['inGroup, two names in one', inGroup('admin,Ops'), denied],
    ['inGroup, a property of every array', inGroup('length'), denied],
    ['inAnyGroup, of the first', inAnyGroup('admin', 'billing'), allowed],
    ['inAnyGroup, of the last', inAnyGroup('billing', 'Ops'), allowed],
    ['inAnyGroup, of none', inAnyGroup('billing', 'ops'), denied],
    ['inAnyGroup, of one', inAnyGroup('admin'), allowed],
    ['inAllGroups, of both', inAllGroups('Ops', 'admin'), allowed],
    ['inAllGroups, of one of two', inAllGroups('admin', 'billing'), denied],
    ['inAllGroups, of none', inAllGroups('billing', 'ops'), denied],
    ['inAllGroups, the same name twice', inAllGroups('admin', 'admin'), allowed],
  ])('%s: %o', (_, guard, decision) => {
    expect(guard(admin)).toEqual(decision)
  })

  it('deny a principal without groups', () => {
    for (const guard of [inGroup('admin'), inAnyGroup('admin'), inAllGroups('admin')])
      expect(guard(principal())).toEqual(denied)
  })

  it('are not found in scopes', () => {
    expect(inGroup('admin')(principal({ scopes: ['admin'] }))).toEqual(denied)
  })

  it('do not reveal their name', () => {
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

  it('are not found in groups', () => {
    expect(hasScope('openid')(principal({ groups: ['openid'] }))).toMatchObject(denied)
  })
})

describe('arguments', () => {
  const groupGuards = { inGroup, inAnyGroup, inAllGroups }
  const scopeGuards = { hasScope, hasAnyScope, hasAllScopes }
  const guards = [
    ...Object.entries(groupGuards).map(([name, guard]) => [name, 'group', guard] as const),
    ...Object.entries(scopeGuards).map(([name, guard]) => [name, 'scope', guard] as const),
  ]

  /** Creates a guard with arguments that TypeScript would not accept. */
  function create(guard: (...names: never[]) => Guard, ...values: readonly unknown[]) {
    return () => Reflect.apply(guard, undefined, values)
  }

  it.each(guards)('%s needs a %s', (_, kind, guard) => {
    expect(mistakeOf(create(guard))).toMatchObject({
      name: 'ConfigurationError',
      option: kind,
      message: `A ${kind} guard needs a ${kind}: without one it would guard nothing.`,
    })
  })

  describe.each(guards)('%s', (_name, kind, guard) => {
    it.each([[''], [undefined], [null], [7], [true], [['admin']], [() => 'admin'], [Symbol('admin')]])(
      'rejects %o',
      (value) => {
        expect(mistakeOf(create(guard, value))).toMatchObject({
          option: kind,
          message: `A ${kind} guard takes non-empty strings. Pass several ${kind}s as separate arguments.`,
        })
      },
    )

    it('says "call it" if it is handed an object, as a route does that uses the guard uncalled', () => {
      for (const request of [{}, { headers: {} }, Object.create(null)]) {
        const { option, message } = mistakeOf(create(guard, request, {}, () => undefined))
        expect(option).toBe(kind)
        expect(message).toContain(`was handed an object instead of a ${kind}`)
        expect(message).toContain('call it')
        expect(message).toContain(kind === 'group' ? "requireGroup('admin')" : "requireScope('orders/read')")
      }
    })
  })

  it.each(guards)('%s rejects a list with one wrong value', (_name, _kind, guard) => {
    expect(mistakeOf(create(guard, 'admin', '')).message).toContain('non-empty strings')
    expect(mistakeOf(create(guard, undefined, 'admin')).message).toContain('non-empty strings')
  })

  it.each([
    ['inGroup', 'group', inGroup, 'requireAnyGroup or requireAllGroups'],
    ['hasScope', 'scope', hasScope, 'requireAnyScope or requireAllScopes'],
  ] as const)('%s rejects two, and names the guards for several', (_, kind, guard, plural) => {
    const { option, message } = mistakeOf(create(guard, 'a', 'b'))
    expect(option).toBe(kind)
    expect(message).toContain(`A guard for one ${kind} was given 2`)
    expect(message).toContain(plural)
  })
})

describe('anyOf', () => {
  const yes = returning({ allowed: true })
  const no = returning({ allowed: false })
  const noScope = hasScope('orders/write')

  it.each([
    ['the only one allows', [yes], allowed],
    ['the first allows', [yes, no], allowed],
    ['the last allows', [no, noScope, yes], allowed],
    ['none allows', [no, no], denied],
    ['the only one denies', [no], denied],
    ['a scope guard denies: its scope is not the only way in', [noScope], denied],
    ['two scope guards deny', [noScope, hasScope('orders/admin')], denied],
    ['a boolean allows', [no, returning(true)], allowed],
    ['booleans deny', [returning(false), returning(false)], denied],
  ])('decides if %s', (_, guards, decision) => {
    expect(anyOf(...guards)(principal())).toStrictEqual(decision)
  })

  it('stops at the first that allows', () => {
    const later = vi.fn<Guard>(() => ({ allowed: false }))
    anyOf(no, yes, later)(principal())
    expect(later).not.toHaveBeenCalled()
  })

  it('passes the principal to the guards', () => {
    const guard = vi.fn<Guard>(() => ({ allowed: true }))
    const someone = principal()
    anyOf(guard)(someone)
    expect(guard.mock.calls).toEqual([[someone]])
  })
})

describe('allOf', () => {
  const yes = returning({ allowed: true })
  const no = returning({ allowed: false })

  it.each([
    ['the only one allows', [yes], allowed],
    ['all allow', [yes, yes, returning(true)], allowed],
    ['the first denies', [no, yes], denied],
    ['the last denies', [yes, no], denied],
    ['a boolean denies', [yes, returning(false)], denied],
    ['a scope guard denies', [yes, hasScope('a')], { allowed: false, scope: 'a' }],
    [
      'two scope guards deny: the scope is that of the first',
      [hasScope('a'), hasScope('b')],
      { allowed: false, scope: 'a' },
    ],
    ['a group guard denies before a scope guard', [inGroup('admin'), hasScope('b')], denied],
  ])('decides if %s', (_, guards, decision) => {
    expect(allOf(...guards)(principal())).toStrictEqual(decision)
  })

  it('stops at the first that denies', () => {
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
    expect(guard(principal({ groups: ['sales'] }))).toEqual(denied)
    expect(guard(principal({ scopes: ['orders/read'] }))).toEqual(denied)
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
    ])('throws a TypeError if a guard returns %o', (junk) => {
      expect(() => combine(returning(junk))(principal())).toThrow(TypeError)
    })

    it('throws what a guard throws', () => {
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
    ])('rejects the arguments %o', (values) => {
      const mistake = mistakeOf(() => Reflect.apply(combine, undefined, values))
      expect(mistake.option).toBe(name)
      expect(mistake.message).toContain(`${name}() takes guards`)
    })
  })

  it('do not let a polluted Object.prototype allow anything', async () => {
    const nameless = returning({})
    await withPollution({ allowed: true }, () => {
      expect(() => anyOf(nameless)(principal())).toThrow(TypeError)
      expect(() => allOf(nameless)(principal())).toThrow(TypeError)
      expect(anyOf(inGroup('admin'))(principal()).allowed).toBe(false)
      expect(allOf(inGroup('admin'))(principal()).allowed).toBe(false)
    })
  })
})
