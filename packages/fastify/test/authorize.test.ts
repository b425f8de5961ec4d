import { once } from 'node:events'
import { ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import cognitoAuth, {
  allOf,
  anyOf,
  type AuthHook,
  authorize,
  type Check,
  ConfigurationError,
  hasScope,
  inGroup,
  type Principal,
  requireAllGroups,
  requireAllScopes,
  requireAnyGroup,
  requireAnyScope,
  requireGroup,
  requireScope,
  requireStepUp,
  steppedUp,
} from '@cognito-auth/fastify'
import { createTestUserPool, type TestUserPool, type TokenOptions } from '@cognito-auth/testing'
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { afterEach, beforeAll, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest'
import { openRawSocket } from '../../../test/recipes/raw-socket.ts'

let pool: TestUserPool
let app: FastifyInstance

beforeAll(async () => {
  pool = await createTestUserPool()
})

beforeEach(() => {
  app = Fastify()
})

afterEach(async () => {
  vi.restoreAllMocks()
  await app.close()
})

function done(): Promise<string> {
  return Promise.resolve('done')
}

async function statusFor(url: string, options?: TokenOptions): Promise<number> {
  const { statusCode } = await app.inject({ url, headers: { authorization: pool.bearer(options) } })
  return statusCode
}

describe('authorize', () => {
  it('passes the principal and the request to the check', async () => {
    const isSelf = authorize<{ Params: { id: string } }>(
      ({ userId }, request) => userId === request.params.id,
    )
    await app.register(cognitoAuth, pool.options)
    app.get('/users/:id', { onRequest: isSelf }, done)
    expect(await statusFor('/users/alice', { sub: 'alice' })).toBe(200)
    expect(await statusFor('/users/bob', { sub: 'alice' })).toBe(403)
  })

  it('can read the body from preHandler on', async () => {
    const ownsOrder = authorize<{ Body: { owner: string } }>(
      ({ userId }, request) => userId === request.body.owner,
    )
    await app.register(cognitoAuth, pool.options)
    app.post('/', { preHandler: ownsOrder }, done)
    const post = (owner: string) =>
      app.inject({
        method: 'POST',
        url: '/',
        headers: { authorization: pool.bearer({ sub: 'alice' }) },
        payload: { owner },
      })
    expect((await post('alice')).statusCode).toBe(200)
    expect((await post('bob')).statusCode).toBe(403)
  })

  it('accepts a core guard', async () => {
    await app.register(cognitoAuth, pool.options)
    const guard = anyOf(inGroup('admin'), allOf(inGroup('staff'), hasScope('orders/read')))
    app.get('/', { onRequest: authorize(guard) }, done)
    expect(await statusFor('/', { groups: ['admin'] })).toBe(200)
    expect(await statusFor('/', { groups: ['staff'], scopes: ['orders/read'] })).toBe(200)
    expect(await statusFor('/', { groups: ['staff'] })).toBe(403)
  })

  it('passes an error of the check to the error handler unchanged', async () => {
    const failure = new Error('No database')
    const seen: unknown[] = []
    await app.register(cognitoAuth, pool.options)
    app.setErrorHandler((error, _request, reply) => {
      seen.push(error)
      return reply.code(500).send()
    })
    app.get('/', { onRequest: authorize(() => Promise.reject(failure)) }, done)
    expect(await statusFor('/')).toBe(500)
    expect(seen[0]).toBe(failure)
  })

  it('runs the handler once for a check that resolves', async () => {
    const handler = vi.fn<typeof done>(done)
    await app.register(cognitoAuth, pool.options)
    app.get('/', { onRequest: authorize(() => Promise.resolve({ allowed: true })) }, handler)
    expect(await statusFor('/')).toBe(200)
    expect(handler).toHaveBeenCalledOnce()
  })

  it('calls the check for each request, except for anonymous ones', async () => {
    const check = vi.fn<Check<FastifyRequest>>(() => true)
    await app.register(cognitoAuth, { ...pool.options, routes: 'optional' })
    app.get('/', { onRequest: authorize(check) }, done)
    expect((await app.inject('/')).statusCode).toBe(401)
    expect(check).not.toHaveBeenCalled()
    expect(await statusFor('/')).toBe(200)
    expect(await statusFor('/')).toBe(200)
    expect(check).toHaveBeenCalledTimes(2)
  })

  it.each([undefined, null, true, 'admin', {}, ['admin']])('throws a ConfigurationError for %j', (check) => {
    const create = () => authorize(check as never)
    expect(create).toThrow(ConfigurationError)
    expect(create).toThrow('a function that returns true, false or a decision')
  })
})

describe('a guard', () => {
  it.each(['onRequest', 'preValidation', 'preHandler'] as const)('works as %s', async (hook) => {
    await app.register(cognitoAuth, pool.options)
    app.get('/', { [hook]: requireGroup('admin') }, done)
    expect(await statusFor('/')).toBe(403)
    expect(await statusFor('/', { groups: ['admin'] })).toBe(200)
  })

  it('works as a hook of a whole scope', async () => {
    await app.register(cognitoAuth, pool.options)
    void app.register(
      (scope, _options, registered) => {
        scope.addHook('onRequest', requireGroup('admin'))
        scope.get('/', done)
        registered()
      },
      { prefix: '/admin' },
    )
    app.get('/', done)
    expect(await statusFor('/admin')).toBe(403)
    expect(await statusFor('/admin', { groups: ['admin'] })).toBe(200)
    expect(await statusFor('/')).toBe(200)
  })

  it('works in a list of guards, all of which must let the request pass', async () => {
    await app.register(cognitoAuth, pool.options)
    app.get('/', { onRequest: [requireGroup('admin'), requireScope('orders/write')] }, done)
    expect(await statusFor('/', { groups: ['admin'] })).toBe(403)
    expect(await statusFor('/', { scopes: ['orders/write'] })).toBe(403)
    expect(await statusFor('/', { groups: ['admin'], scopes: ['orders/write'] })).toBe(200)
  })
})

describe('a guard that a hook uses uncalled', () => {
  it.each<[name: string, guard: unknown, message: string]>([
    ['requireGroup', requireGroup, "call it: requireGroup('admin')."],
    ['requireAnyGroup', requireAnyGroup, "call it: requireGroup('admin')."],
    ['requireAllGroups', requireAllGroups, "call it: requireGroup('admin')."],
    ['requireScope', requireScope, "call it: requireScope('orders/read')."],
    ['requireAnyScope', requireAnyScope, "call it: requireScope('orders/read')."],
    ['requireAllScopes', requireAllScopes, "call it: requireScope('orders/read')."],
    ['requireStepUp', requireStepUp, 'If a route uses the guard uncalled, call it.'],
    ['authorize', authorize, 'If a route uses authorize uncalled, call it.'],
  ])('lets no request through, and says how to call it: %s', async (_name, guard, message) => {
    const reached = vi.fn<typeof done>(done)
    const errors: unknown[] = []
    await app.register(cognitoAuth, pool.options)
    app.setErrorHandler((error, _request, reply) => {
      errors.push(error)
      return reply.code(500).send()
    })
    app.get('/', { onRequest: guard as AuthHook }, reached)
    expect(await statusFor('/', { groups: ['admin'], scopes: ['orders/read'] })).toBe(500)
    expect(reached).not.toHaveBeenCalled()
    expect(errors).toEqual([expect.any(ConfigurationError)])
    expect(errors[0]).toMatchObject({ message: expect.stringContaining(message) })
  })
})

describe('the guards', () => {
  const guards: readonly [string, AuthHook, TokenOptions, TokenOptions, string | undefined][] = [
    ['requireGroup', requireGroup('a'), { groups: ['a'] }, { groups: ['b'] }, undefined],
    ['requireAnyGroup', requireAnyGroup('a', 'b'), { groups: ['b'] }, { groups: ['c'] }, undefined],
    ['requireAllGroups', requireAllGroups('a', 'b'), { groups: ['a', 'b'] }, { groups: ['a'] }, undefined],
    ['requireScope', requireScope('a'), { scopes: ['a'] }, { scopes: ['b'] }, 'a'],
    ['requireAnyScope', requireAnyScope('a', 'b'), { scopes: ['b'] }, { scopes: ['c'] }, 'a b'],
    ['requireAllScopes', requireAllScopes('a', 'b'), { scopes: ['a', 'b'] }, { scopes: ['a'] }, 'a b'],
  ]

  it.each(guards)('include %s, which lets some tokens pass and refuses others', async (...row) => {
    const [, guard, allowed, denied, scope] = row
    await app.register(cognitoAuth, pool.options)
    app.get('/', { onRequest: guard }, done)
    expect(await statusFor('/', allowed)).toBe(200)
    const refusal = await app.inject({ url: '/', headers: { authorization: pool.bearer(denied) } })
    const challenge = 'Bearer realm="api", error="insufficient_scope"'
    expect([refusal.statusCode, refusal.headers['www-authenticate']]).toEqual([
      403,
      scope === undefined ? challenge : `${challenge}, scope="${scope}"`,
    ])
  })
})

describe('a step-up', () => {
  const required = { acrValues: ['urn:cognito:loa:3', 'urn:cognito:loa:4'], maxAgeSeconds: 300 }
  const enough: TokenOptions = { acr: 'urn:cognito:loa:4', signedInSecondsAgo: 60 }
  const challenge =
    'Bearer realm="api", error="insufficient_user_authentication", ' +
    'acr_values="urn:cognito:loa:3 urn:cognito:loa:4", max_age="300"'

  it.each([
    ['requireStepUp', requireStepUp(required)],
    ['steppedUp', authorize(steppedUp(required))],
    [
      'a check that is asynchronous',
      authorize((principal) => Promise.resolve(steppedUp(required)(principal))),
    ],
  ])('is asked for by %s', async (_name, guard) => {
    await app.register(cognitoAuth, pool.options)
    app.get('/', { onRequest: guard }, done)
    const get = async (token: string) => {
      const { statusCode, headers } = await app.inject({
        url: '/',
        headers: { authorization: `Bearer ${token}` },
      })
      return [statusCode, headers['www-authenticate']]
    }
    expect(await get(pool.accessToken(enough))).toEqual([200, undefined])
    expect(await get(pool.accessToken({ ...enough, signedInSecondsAgo: 301 }))).toEqual([401, challenge])
    expect(await get(pool.machineToken())).toEqual([403, 'Bearer realm="api", error="insufficient_scope"'])
  })
})

describe('a forged request.cognito', () => {
  const forgery = { userId: 'root', groups: ['admin'], scopes: ['orders/write'] } as unknown as Principal

  function forge(request: FastifyRequest, _reply: unknown, next: () => void): void {
    request.cognito = forgery
    next()
  }

  it('is ignored by a guard without authentication', async () => {
    vi.spyOn(process, 'emitWarning').mockReturnValue()
    app.get('/', { onRequest: [forge, requireGroup('admin')] }, done)
    expect((await app.inject('/')).statusCode).toBe(401)
  })

  it('is ignored by a guard behind authentication', async () => {
    await app.register(cognitoAuth, pool.options)
    app.get('/group', { onRequest: [forge, requireGroup('admin')] }, done)
    app.get('/scope', { onRequest: [forge, requireScope('orders/write')] }, done)
    const isRoot = authorize(({ userId }) => userId === 'root')
    app.get('/check', { onRequest: [forge, isRoot] }, done)
    expect(await statusFor('/group')).toBe(403)
    expect(await statusFor('/scope')).toBe(403)
    expect(await statusFor('/check')).toBe(403)
  })
})

describe('a guard without authentication', () => {
  let emitWarning: MockInstance<(text: string | Error) => void>

  beforeEach(() => {
    emitWarning = vi.spyOn(process, 'emitWarning').mockReturnValue()
  })

  it('refuses on a route without authentication, and warns once', async () => {
    await app.register(cognitoAuth, { ...pool.options, realm: 'orders' })
    app.get('/', { config: { cognito: false }, onRequest: requireGroup('admin') }, done)
    const headers = { authorization: pool.bearer({ groups: ['admin'] }) }
    const answer = await app.inject({ url: '/', headers })
    expect([answer.statusCode, answer.headers['www-authenticate']]).toEqual([401, 'Bearer realm="api"'])
    expect((await app.inject({ url: '/', headers })).statusCode).toBe(401)
    expect(emitWarning.mock.calls).toEqual([
      [
        'requireGroup() refused a request because no authentication ran before it. Register cognitoAuth in the same scope or in one around it, and check that the route does not turn it off with `cognito: false`.',
        { type: 'CognitoAuthWarning', code: 'COGNITO_AUTH_GUARD_ALONE' },
      ],
    ])
  })

  it('leaves no open socket of an upgrade', async () => {
    app.get('/', { onRequest: requireGroup('admin') }, done)
    app.server.on('upgrade', (request, socket: Socket) => {
      const response = new ServerResponse(request)
      response.assignSocket(socket)
      app.routing(request, response)
    })
    await app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = app.server.address() as AddressInfo
    const client = await openRawSocket(port)
    await once(client, 'end')
    expect(client.readableEnded).toBe(true)
    client.destroy()
  })

  it('refuses in front of the plugin', async () => {
    app.addHook('onRequest', requireGroup('admin'))
    await app.register(cognitoAuth, pool.options)
    app.get('/', done)
    expect(await statusFor('/', { groups: ['admin'] })).toBe(401)
    expect(emitWarning).toHaveBeenCalledOnce()
  })

  it('warns once for each guard', async () => {
    app.get('/one', { onRequest: requireGroup('admin') }, done)
    app.get('/two', { onRequest: requireScope('orders/read') }, done)
    for (const url of ['/one', '/one', '/two', '/two']) {
      // oxlint-disable-next-line no-await-in-loop -- in this order
      expect((await app.inject(url)).statusCode).toBe(401)
    }
    expect(emitWarning.mock.calls.map(([text]) => String(text).split(' ')[0])).toEqual([
      'requireGroup()',
      'requireScope()',
    ])
  })

  it('does not warn if authentication was optional', async () => {
    await app.register(cognitoAuth, { ...pool.options, routes: 'optional' })
    app.get('/', { onRequest: requireGroup('admin') }, done)
    expect((await app.inject('/')).statusCode).toBe(401)
    expect(emitWarning).not.toHaveBeenCalled()
  })
})

type CreateGuard = (...names: unknown[]) => unknown

describe.each([
  ['requireGroup', requireGroup],
  ['requireAnyGroup', requireAnyGroup],
  ['requireAllGroups', requireAllGroups],
  ['requireScope', requireScope],
  ['requireAnyScope', requireAnyScope],
  ['requireAllScopes', requireAllScopes],
] as [string, CreateGuard][])('%s', (_name, create) => {
  it.each([
    ['no name', []],
    ['a request, as a hook passes it that uses the guard uncalled', [{}, {}, () => undefined]],
    ['an empty name', ['']],
    ['undefined', [undefined]],
    ['null', [null]],
    ['a number', [1]],
    ['an array', [['admin']]],
    ['an empty name among others', ['admin', '']],
  ])('throws a ConfigurationError for %s', (_what, names) => {
    expect(() => create(...names)).toThrow(ConfigurationError)
  })
})

describe.each([
  ['requireGroup', requireGroup],
  ['requireScope', requireScope],
] as [string, CreateGuard][])('%s', (_name, create) => {
  it('throws a ConfigurationError for a second name', () => {
    expect(() => create('one', 'two')).toThrow(ConfigurationError)
    expect(() => create('one', 'two')).toThrow('was given 2')
  })
})

describe('requireStepUp', () => {
  it.each([
    ['no requirement', []],
    ['undefined', [undefined]],
    ['an empty requirement', [{}]],
    ['a misspelt name', [{ maxAge: 60 }]],
    ['an age that is not a whole number', [{ maxAgeSeconds: 0.5 }]],
    ['a second requirement', [{ maxAgeSeconds: 60 }, { amr: ['mfa'] }]],
  ])('throws a ConfigurationError for %s', (_what, values) => {
    expect(() => Reflect.apply(requireStepUp, undefined, values)).toThrow(ConfigurationError)
  })
})
