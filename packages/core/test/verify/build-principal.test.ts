import { describe, expect, it } from 'vitest'
import type { VerifiedClaims } from '../../dist/types/principal.js'
import { principalOf } from '../../dist/verify/build-principal.js'

const userPoolId = 'us-east-1_EXAMPLE1'
const common = { iss: 'https://issuer.example.com', sub: 'user-1', exp: 1_800_003_600 }

/** Claims as they come out of a token, where everything but what was checked may be odd. */
function parsed(claims: object): VerifiedClaims {
  return JSON.parse(JSON.stringify(claims))
}

function accessClaims(others: object = {}): VerifiedClaims {
  return parsed({ ...common, token_use: 'access', client_id: 'client-1', username: 'alice', ...others })
}

function idClaims(others: object = {}): VerifiedClaims {
  return parsed({ ...common, token_use: 'id', aud: 'client-1', 'cognito:username': 'alice', ...others })
}

function ofAccess(others: object = {}, userIdClaim = 'sub') {
  return principalOf(accessClaims(others), userPoolId, userIdClaim)
}

describe('principalOf', () => {
  it('describes a user by an access token', () => {
    const claims = accessClaims({ 'cognito:groups': ['admin', 'ops'], scope: 'openid orders/read' })
    expect(principalOf(claims, userPoolId, 'sub')).toEqual({
      kind: 'user',
      tokenUse: 'access',
      userId: 'user-1',
      username: 'alice',
      groups: ['admin', 'ops'],
      scopes: ['openid', 'orders/read'],
      clientId: 'client-1',
      userPoolId,
      expiresAt: 1_800_003_600,
      claims,
    })
  })

  it('describes a user by an ID token', () => {
    const claims = idClaims({ 'cognito:groups': ['admin'], email: 'alice@example.com' })
    expect(principalOf(claims, userPoolId, 'sub')).toEqual({
      kind: 'user',
      tokenUse: 'id',
      userId: 'user-1',
      username: 'alice',
      groups: ['admin'],
      scopes: [],
      clientId: 'client-1',
      userPoolId,
      expiresAt: 1_800_003_600,
      claims,
    })
  })

  it('describes a machine by a token whose sub is its client and that has no username', () => {
    const machine = ofAccess({ sub: 'client-1', username: undefined, scope: 'orders/read' })
    expect(machine).toMatchObject({ kind: 'machine', userId: 'client-1', clientId: 'client-1', groups: [] })
    expect(machine).not.toHaveProperty('username')
  })

  it.each([
    ['whose sub is another', { username: undefined }],
    ['that has a username', { sub: 'client-1' }],
    ['that has an empty username', { sub: 'client-1', username: '' }],
    ['that has a username which is no text', { sub: 'client-1', username: null }],
  ])('describes a user by an access token %s', (_, claims) => {
    expect(ofAccess(claims)?.kind).toBe('user')
  })

  it('describes a user by an ID token whose sub is the client', () => {
    expect(principalOf(idClaims({ sub: 'client-1' }), userPoolId, 'sub')?.kind).toBe('user')
  })

  it('takes the username of each kind of token from its own claim', () => {
    expect(ofAccess({ username: undefined, 'cognito:username': 'bob' })).not.toHaveProperty('username')
    const id = idClaims({ username: 'bob', 'cognito:username': undefined })
    expect(principalOf(id, userPoolId, 'sub')).not.toHaveProperty('username')
  })

  it.each([7, null, ['alice'], {}])('has no username when the claim is %j', (username) => {
    expect(ofAccess({ username })).not.toHaveProperty('username')
  })
})

describe('userId', () => {
  it('is the claim that userIdClaim names', () => {
    expect(ofAccess({ 'custom:id': '7' }, 'custom:id')?.userId).toBe('7')
    expect(ofAccess({}, 'username')?.userId).toBe('alice')
  })

  it.each([undefined, null, '', 7, true, ['7'], { id: '7' }])('cannot be %j', (id) => {
    expect(ofAccess({ 'custom:id': id }, 'custom:id')).toBeUndefined()
  })

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('is not found in %s', (name) => {
    expect(ofAccess({}, name)).toBeUndefined()
  })
})

describe('groups', () => {
  it.each([undefined, null, 'admin', 7, {}, ['admin', 7], [['admin']], [null]])(
    'are none when the claim is %j',
    (groups) => {
      expect(ofAccess({ 'cognito:groups': groups })?.groups).toEqual([])
    },
  )

  it('stay as they are: case, spaces and doubles', () => {
    const groups = ['Admin', 'admin', ' admin', 'two words', 'admin', '']
    expect(ofAccess({ 'cognito:groups': groups })?.groups).toEqual(groups)
  })
})

describe('scopes', () => {
  it.each([
    [undefined, []],
    [null, []],
    [7, []],
    [['openid'], []],
    ['', []],
    [' ', []],
    ['openid', ['openid']],
    ['openid orders/read', ['openid', 'orders/read']],
    [' openid  orders/read ', ['openid', 'orders/read']],
    ['openid\torders/read', ['openid\torders/read']],
    ['openid\norders/read', ['openid\norders/read']],
    ['openid,orders/read', ['openid,orders/read']],
    ['openid\u00A0orders/read', ['openid\u00A0orders/read']],
  ])('of the claim %j are %j', (scope, scopes) => {
    expect(ofAccess({ scope })?.scopes).toEqual(scopes)
  })

  it('are none for an ID token, whatever it says', () => {
    expect(principalOf(idClaims({ scope: 'orders/read' }), userPoolId, 'sub')?.scopes).toEqual([])
  })
})

describe('a principal', () => {
  it.each([
    ['access token', accessClaims({ scope: 'openid', 'cognito:groups': ['a'], nested: [{ deep: {} }] })],
    ['ID token', idClaims({ 'cognito:groups': ['a'], nested: [{ deep: {} }] })],
    ['token without lists', accessClaims()],
  ])('is frozen all the way down, of an %s', (_, claims) => {
    const principal = principalOf(claims, userPoolId, 'sub')
    const parts: unknown[] = [principal]
    for (const part of parts) {
      if (typeof part !== 'object' || part === null) continue
      expect(Object.isFrozen(part)).toBe(true)
      parts.push(...Object.values(part))
    }
    expect(parts.length).toBeGreaterThan(10)
  })

  it('can be made of claims that nest deeper than the stack', () => {
    const claims = accessClaims()
    const deep: unknown = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`)
    const principal = principalOf({ ...claims, deep }, userPoolId, 'sub')
    expect(Object.isFrozen(principal?.claims.deep)).toBe(true)
  })

  it('has no claim that reaches a prototype when it is merged into something', () => {
    const claims: VerifiedClaims = JSON.parse(
      JSON.stringify(accessClaims()).replace(
        '{',
        '{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}},"nested":{"__proto__":{"admin":true}},',
      ),
    )
    expect(Object.hasOwn(claims, '__proto__')).toBe(true)
    const principal = principalOf(claims, userPoolId, 'sub')
    expect(Object.hasOwn(principal?.claims ?? claims, '__proto__')).toBe(false)
    expect(Object.hasOwn(principal?.claims ?? claims, 'constructor')).toBe(false)
    expect(principal?.claims.nested).toEqual({})
    expect(Object.assign({}, principal?.claims, principal?.claims.nested)).not.toHaveProperty('admin')
  })
})
