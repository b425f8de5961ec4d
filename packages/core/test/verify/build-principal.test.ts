import { describe, expect, it } from 'vitest'
import { withPollution } from '../../../../test/support/pollution.ts'
import { copyMembers } from '../../dist/lib/copy-members.js'
import type { VerifiedClaims } from '../../dist/types/principal.js'
import { buildPrincipal } from '../../dist/verify/build-principal.js'

const userPoolId = 'us-east-1_EXAMPLE1'
const common = { iss: 'https://issuer.example.com', sub: 'user-1', exp: 1_800_003_600 }

const bySub = { userIdClaim: 'sub', groupsClaim: 'cognito:groups' }

/** Claims as a token is parsed to: they inherit nothing, and are of any type except for those that were checked. */
function parse(json: string): VerifiedClaims {
  return copyMembers(JSON.parse(json))
}

function parsed(claims: object): VerifiedClaims {
  return parse(JSON.stringify(claims))
}

function accessClaims(others: object = {}): VerifiedClaims {
  return parsed({ ...common, token_use: 'access', client_id: 'client-1', username: 'alice', ...others })
}

function idClaims(others: object = {}): VerifiedClaims {
  return parsed({ ...common, token_use: 'id', aud: 'client-1', 'cognito:username': 'alice', ...others })
}

function buildFromAccess(others: object = {}, userIdClaim = 'sub') {
  return buildPrincipal(accessClaims(others), userPoolId, { ...bySub, userIdClaim })
}

describe('buildPrincipal', () => {
  it('builds a user from an access token', () => {
    const claims = accessClaims({ 'cognito:groups': ['admin', 'ops'], scope: 'openid orders/read' })
    expect(buildPrincipal(claims, userPoolId, bySub)).toEqual({
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

  it('builds a user from an ID token', () => {
    const claims = idClaims({ 'cognito:groups': ['admin'], email: 'alice@example.com' })
    expect(buildPrincipal(claims, userPoolId, bySub)).toEqual({
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

  it('builds a machine from a token without a username whose sub is its client', () => {
    const machine = buildFromAccess({ sub: 'client-1', username: undefined, scope: 'orders/read' })
    expect(machine).toMatchObject({ kind: 'machine', userId: 'client-1', clientId: 'client-1', groups: [] })
    expect(machine?.username).toBeUndefined()
  })

  it.each([
    ['whose sub is not its client', { username: undefined }],
    ['that has a username', { sub: 'client-1' }],
    ['that has an empty username', { sub: 'client-1', username: '' }],
    ['that has a username which is not a string', { sub: 'client-1', username: null }],
  ])('builds a user from an access token %s', (_, claims) => {
    expect(buildFromAccess(claims)?.kind).toBe('user')
  })

  it('builds a user from an ID token whose sub is the client', () => {
    expect(buildPrincipal(idClaims({ sub: 'client-1' }), userPoolId, bySub)?.kind).toBe('user')
  })

  it('reads the username of each kind of token from its own claim', () => {
    expect(buildFromAccess({ username: undefined, 'cognito:username': 'bob' })?.username).toBeUndefined()
    const id = idClaims({ username: 'bob', 'cognito:username': undefined })
    expect(buildPrincipal(id, userPoolId, bySub)?.username).toBeUndefined()
  })

  it.each([7, null, ['alice'], {}])('has no username if the claim is %j', (username) => {
    expect(buildFromAccess({ username })?.username).toBeUndefined()
  })
})

describe('userId', () => {
  it('is the claim that userIdClaim names', () => {
    expect(buildFromAccess({ 'custom:id': '7' }, 'custom:id')?.userId).toBe('7')
    expect(buildFromAccess({}, 'username')?.userId).toBe('alice')
  })

  it.each([undefined, null, '', 7, true, ['7'], { id: '7' }])('is not taken from %j', (id) => {
    expect(buildFromAccess({ 'custom:id': id }, 'custom:id')).toBeUndefined()
  })

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'is not found in %s, which ordinary objects inherit',
    (name) => {
      expect(buildFromAccess({}, name)).toBeUndefined()
    },
  )
})

describe('groups', () => {
  it.each([undefined, null, 'admin', 7, {}, ['admin', 7], [['admin']], [null]])(
    'are none if the claim is %j',
    (groups) => {
      expect(buildFromAccess({ 'cognito:groups': groups })?.groups).toEqual([])
    },
  )

  it('keep their case, spaces and duplicates', () => {
    const groups = ['Admin', 'admin', ' admin', 'two words', 'admin', '']
    expect(buildFromAccess({ 'cognito:groups': groups })?.groups).toEqual(groups)
  })
})

describe('groupsClaim', () => {
  const rolesOf = (roles: unknown) =>
    buildPrincipal(accessClaims({ 'cognito:groups': ['other'], roles }), userPoolId, {
      ...bySub,
      groupsClaim: 'roles',
    })?.groups

  it.each([
    [
      ['a', 'b c'],
      ['a', 'b c'],
    ],
    ['admin', ['admin']],
    ['admin, ops', ['admin, ops']],
    ['["admin"]', ['["admin"]']],
    ['', []],
    [undefined, []],
    [null, []],
    [7, []],
    [true, []],
    [{ admin: true }, []],
    [['a', 7], []],
    [[], []],
  ])('names a claim: %j gives the groups %j, which are frozen', (roles, groups) => {
    expect(rolesOf(roles)).toEqual(groups)
    expect(Object.isFrozen(rolesOf(roles))).toBe(true)
  })

  it.each(['__proto__', 'constructor', 'toString'])('finds no groups in %s', (groupsClaim) => {
    expect(buildPrincipal(accessClaims(), userPoolId, { ...bySub, groupsClaim })?.groups).toEqual([])
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
    expect(buildFromAccess({ scope })?.scopes).toEqual(scopes)
  })

  it('are none for an ID token, even if it has the claim', () => {
    expect(buildPrincipal(idClaims({ scope: 'orders/read' }), userPoolId, bySub)?.scopes).toEqual([])
  })
})

describe('a principal', () => {
  it.each([
    ['access token', accessClaims({ scope: 'openid', 'cognito:groups': ['a'], nested: [{ deep: {} }] })],
    ['ID token', idClaims({ 'cognito:groups': ['a'], nested: [{ deep: {} }] })],
    ['token without lists', accessClaims()],
  ])('is frozen at every level, from an %s', (_, claims) => {
    const principal = buildPrincipal(claims, userPoolId, bySub)
    const parts: unknown[] = [principal]
    for (const part of parts) {
      if (typeof part !== 'object' || part === null) continue
      expect(Object.isFrozen(part)).toBe(true)
      parts.push(...Object.values(part))
    }
    expect(parts.length).toBeGreaterThan(10)
  })

  it('can have claims that nest deeper than the stack allows', () => {
    const claims = accessClaims()
    const deep: unknown = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`)
    const principal = buildPrincipal({ ...claims, deep }, userPoolId, bySub)
    expect(Object.isFrozen(principal?.claims.deep)).toBe(true)
  })

  it('has no claim that reaches a prototype if it is merged into another object', () => {
    const claims = parse(
      JSON.stringify(accessClaims()).replace(
        '{',
        '{"nested":{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}},',
      ),
    )
    expect(Reflect.ownKeys(claims.nested as object)).toEqual(['__proto__', 'constructor'])
    const principal = buildPrincipal(claims, userPoolId, bySub)
    expect(Reflect.ownKeys(principal?.claims.nested as object)).toEqual([])
    expect(Object.assign({}, principal?.claims, principal?.claims.nested)).not.toHaveProperty('admin')
  })

  it('has claims that inherit nothing, at every level', () => {
    const { claims } = buildFromAccess({ nested: { list: [{ deep: {} }] } }) ?? {}
    const nested = claims?.nested as { list: [{ deep: object }] }
    for (const part of [claims, nested, nested.list[0], nested.list[0].deep]) {
      const prototype: object = Object.getPrototypeOf(part)
      expect(Reflect.ownKeys(prototype)).toEqual([])
      expect(prototype).toSatisfy(Object.isFrozen)
      expect(Object.getPrototypeOf(prototype)).toBeNull()
    }
    expect(nested.list).toBeInstanceOf(Array)
  })

  it('has null for a claim that is null, at every level', () => {
    const { claims } = buildFromAccess({ picture: null, nested: { list: [null], name: null } }) ?? {}
    expect(claims).toMatchObject({ picture: null, nested: { list: [null], name: null } })
  })

  it('takes nothing from a polluted Object.prototype', async () => {
    const polluted = {
      'cognito:groups': ['admin'],
      scope: 'orders/write',
      username: 'root',
      'cognito:username': 'root',
      'custom:id': 'root',
      email: 'root@example.com',
    }
    await withPollution(polluted, () => {
      const access = buildFromAccess({ username: undefined })
      const id = buildPrincipal(idClaims({ 'cognito:username': undefined }), userPoolId, bySub)
      for (const principal of [access, id]) {
        expect(principal?.groups).toEqual([])
        expect(principal?.scopes).toEqual([])
        expect(principal?.username).toBeUndefined()
        expect(principal?.claims.email).toBeUndefined()
      }
      expect(buildFromAccess({}, 'custom:id')).toBeUndefined()
    })
  })

  it('of a machine stays one with a polluted Object.prototype', async () => {
    const principal = await withPollution({ username: 'root' }, () =>
      buildFromAccess({ sub: 'client-1', username: undefined }),
    )
    expect(principal?.kind).toBe('machine')
  })
})
