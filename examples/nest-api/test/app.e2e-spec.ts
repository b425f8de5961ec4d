import { request as send } from 'node:http'
import { createAuthenticator } from '@cognito-auth/core'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import { ConsoleLogger, Controller, Get, type INestApplication, Module } from '@nestjs/common'
import { ExpressAdapter } from '@nestjs/platform-express'
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify'
import { Test } from '@nestjs/testing'
import request from 'supertest'
import { AppModule } from '../src/app.module'
import { AUTHENTICATOR } from '../src/cognito-auth/cognito-auth.guard'
import { CognitoAuthModule } from '../src/cognito-auth/cognito-auth.module'
import { CurrentPrincipal, Groups, Public, Scopes, StepUp } from '../src/cognito-auth/decorators'

let pool: TestUserPool

/** Collects what Nest logs as errors. */
class ErrorLogger extends ConsoleLogger {
  readonly errors: unknown[][] = []

  override error(...message: unknown[]): void {
    this.errors.push(message)
  }
}

beforeAll(async () => {
  pool = await createTestUserPool()
})

const adapters = { Express: () => new ExpressAdapter(), Fastify: () => new FastifyAdapter() }

describe.each(['Express', 'Fastify'] as const)('The API on %s', (platform) => {
  let app: INestApplication
  const logger = new ErrorLogger()
  const get = (path: string) => request(app.getHttpServer()).get(path)

  beforeAll(async () => {
    const module = await Test.createTestingModule({ imports: [AppModule] })
      .overrideProvider(AUTHENTICATOR)
      .useValue(createAuthenticator(pool.options))
      .compile()
    app = module.createNestApplication(adapters[platform](), { logger })
    await app.listen(0, '127.0.0.1')
  })

  afterAll(() => app.close())

  it('opens public routes', () => get('/health').expect(200, { status: 'ok' }))

  it('answers an anonymous request with 401 and a challenge', () =>
    get('/me')
      .expect(401, {
        statusCode: 401,
        code: 'credentials_missing',
        error: 'Unauthorized',
        message: 'A bearer token is required',
      })
      .expect('WWW-Authenticate', 'Bearer realm="api"')
      .expect('Cache-Control', 'no-store'))

  it('answers an expired token with 401', async () => {
    const { body } = await get('/me')
      .set('Authorization', pool.bearer({ expiresInSeconds: -1 }))
      .expect(401)
      .expect('WWW-Authenticate', 'Bearer realm="api", error="invalid_token"')
    expect(body).toMatchObject({ code: 'token_expired' })
  })

  it('passes the principal to handlers', () =>
    get('/me')
      .set('Authorization', pool.bearer({ sub: 'alice', groups: ['admin'] }))
      .expect(200, { kind: 'user', userId: 'alice', groups: ['admin'] }))

  it('answers 403 without the scope, and names it', async () => {
    const { body } = await get('/orders')
      .set('Authorization', pool.bearer())
      .expect(403)
      .expect('WWW-Authenticate', 'Bearer realm="api", error="insufficient_scope", scope="orders/read"')
    expect(body).toEqual({
      statusCode: 403,
      code: 'forbidden',
      error: 'Forbidden',
      message: 'The token does not permit this',
    })
  })

  it('admits a machine that has the scope', () =>
    get('/orders')
      .set('Authorization', `Bearer ${pool.machineToken({ scopes: ['orders/read'] })}`)
      .expect(200, [{ id: 1, item: 'tea' }]))

  it('admits members of one of the groups only', async () => {
    const remove = (group: string) =>
      request(app.getHttpServer())
        .delete('/orders/1')
        .set('Authorization', pool.bearer({ groups: [group] }))
    await remove('support').expect(204)
    await remove('staff')
      .expect(403)
      .expect('WWW-Authenticate', 'Bearer realm="api", error="insufficient_scope"')
  })

  it('answers two Authorization fields with 400', async () => {
    const status = await new Promise((resolve, reject) => {
      const headers = [
        'Host',
        'api.example.com',
        'Authorization',
        pool.bearer(),
        'Authorization',
        pool.bearer(),
      ]
      const { port } = app.getHttpServer().address()
      send({ port, host: '127.0.0.1', path: '/me', headers }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
        .on('error', reject)
        .end()
    })
    expect(status).toBe(400)
  })

  it('logs none of these refusals as an error', () => {
    expect(logger.errors).toEqual([])
  })
})

describe('The API on Fastify, with inject()', () => {
  it('authenticates', async () => {
    const module = await Test.createTestingModule({ imports: [AppModule] })
      .overrideProvider(AUTHENTICATOR)
      .useValue(createAuthenticator(pool.options))
      .compile()
    const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false })
    await app.init()
    const authorization = pool.bearer()
    expect((await app.inject('/me')).statusCode).toBe(401)
    expect((await app.inject({ url: '/me', headers: { authorization } })).statusCode).toBe(200)
    await app.close()
  })
})

@Controller('restricted')
@Groups('staff')
class RestrictedController {
  @Get('admin')
  @Groups('admin')
  @Scopes('orders/write')
  admin() {
    return 'admin'
  }

  @Get('public')
  @Public()
  isPublic() {
    return 'public'
  }
}

@Controller('payouts')
@StepUp({ maxAgeSeconds: 300 })
class PayoutsController {
  @Get()
  list() {
    return []
  }
}

@Controller('public')
@Public()
class PublicController {
  @Get()
  read(@CurrentPrincipal() principal: unknown) {
    return { principal: principal ?? null }
  }

  @Get('admin')
  @Groups('admin')
  admin() {
    return 'admin'
  }
}

@Module({
  imports: [CognitoAuthModule.forRootAsync({ useFactory: () => pool.options })],
  controllers: [RestrictedController, PayoutsController, PublicController],
})
class DecoratorsModule {}

describe('Decorators', () => {
  let app: INestApplication

  beforeAll(async () => {
    const module = await Test.createTestingModule({ imports: [DecoratorsModule] }).compile()
    app = module.createNestApplication({ logger: false })
    await app.init()
  })

  afterAll(() => app.close())

  it.each([
    ['/restricted/admin', ['staff', 'admin'], ['orders/write'], 200],
    ['/restricted/admin', ['admin'], ['orders/write'], 403],
    ['/restricted/admin', ['staff'], ['orders/write'], 403],
    ['/restricted/admin', ['staff', 'admin'], [], 403],
    ['/restricted/public', ['staff'], [], 200],
    ['/restricted/public', [], [], 403],
    ['/public/admin', ['admin'], [], 200],
    ['/public/admin', [], [], 403],
  ])('of a controller and a handler add up: %s %j %j %i', (path, groups, scopes, status) =>
    request(app.getHttpServer())
      .get(path)
      .set('Authorization', pool.bearer({ groups, scopes }))
      .expect(status),
  )

  it('let a user sign in again, and refuse a machine', async () => {
    const get = (authorization: string) =>
      request(app.getHttpServer()).get('/payouts').set('Authorization', authorization)
    await get(pool.bearer()).expect(200)
    const { body } = await get(pool.bearer({ signedInSecondsAgo: 301 }))
      .expect(401)
      .expect(
        'WWW-Authenticate',
        'Bearer realm="api", error="insufficient_user_authentication", max_age="300"',
      )
    expect(body).toMatchObject({ code: 'step_up_required' })
    await get(`Bearer ${pool.machineToken()}`)
      .expect(403)
      .expect('WWW-Authenticate', 'Bearer realm="api", error="insufficient_scope"')
  })

  it('never open a restricted route', () =>
    request(app.getHttpServer()).get('/restricted/public').expect(401))

  it('leave no principal in a public route', () =>
    request(app.getHttpServer())
      .get('/public')
      .set('Authorization', pool.bearer())
      .expect(200, { principal: null }))
})
