import type { IncomingMessage } from 'node:http'
import { type Authenticator, ForbiddenError, inGroup, isAuthError, type Principal } from '@cognito-auth/core'
import type { FastifyInstance } from 'fastify'
import { type Reply, send, type TestRequest } from '../../support/http.ts'
import * as nest11 from '../nest-11/nest.ts'
import type {
  ArgumentsHost,
  CanActivate,
  ExceptionFilter,
  INestApplication,
  MiddlewareConsumer,
} from '../nest-12/nest.ts'
import * as nest12 from '../nest-12/nest.ts'

type Nest = typeof nest12

/** A major version of Nest on one of its platforms. */
export interface Stack {
  readonly name: string
  readonly version: number
  readonly nest: Nest
  readonly platform: 'Express' | 'Fastify'
}

export const stacks: readonly Stack[] = [
  { version: 11, nest: asNest(nest11) },
  { version: 12, nest: nest12 },
].flatMap(({ version, nest }) =>
  (['Express', 'Fastify'] as const).map((platform) => ({
    name: `Nest ${version} on ${platform}`,
    version,
    nest,
    platform,
  })),
)

/** Both versions have the functions that are used here. Their types differ elsewhere. */
function asNest(nest: object): Nest {
  return nest as Nest
}

/** An application with the routes `/orders` and `/admin`. */
export interface NestApp {
  /** What Nest has logged as errors since the last call. */
  takeErrors(): readonly string[]
  send(request: TestRequest): Promise<Reply>
  close(): Promise<void>
}

interface Setup {
  /** Middleware of the route `/admin`. */
  readonly adminMiddleware?: ((...args: never[]) => void) | undefined
  /** Called before the application listens. `fastify` is the instance below the application, on that platform. */
  readonly prepare: (parts: { readonly app: INestApplication; readonly fastify: FastifyInstance }) => unknown
}

export async function startNest(
  { nest, platform }: Stack,
  { adminMiddleware, prepare }: Setup,
): Promise<NestApp> {
  class Api {
    configure(consumer: MiddlewareConsumer): void {
      if (adminMiddleware) consumer.apply(adminMiddleware).forRoutes('admin')
    }
  }
  nest.Module({ controllers: [createController(nest)] })(Api)

  const errors: string[] = []
  const ignore = (): void => undefined
  const keep = (...message: readonly unknown[]): void => void errors.push(message.map(String).join(' '))
  const adapter = platform === 'Express' ? new nest.ExpressAdapter() : new nest.FastifyAdapter()
  const app: INestApplication = await nest.NestFactory.create(Api, adapter, {
    logger: { log: ignore, warn: ignore, error: keep, fatal: keep },
  })
  await prepare({ app, fastify: adapter.getInstance() })
  await app.listen(0, '127.0.0.1')
  const origin = await app.getUrl()
  return {
    takeErrors: () => errors.splice(0),
    send: (request) => send(origin, request),
    close: () => app.close(),
  }
}

/** Decorators are functions: applied by hand, they need no compiler that knows them. */
function createController({ Controller, Get }: Nest): new () => object {
  class Orders {
    list(): readonly string[] {
      return ['an order']
    }
    administer(): readonly string[] {
      return ['a setting']
    }
  }
  Get('orders')(Orders.prototype, 'list', descriptorOf(Orders.prototype, 'list'))
  Get('admin')(Orders.prototype, 'administer', descriptorOf(Orders.prototype, 'administer'))
  Controller()(Orders)
  return Orders
}

function descriptorOf(prototype: object, name: string): PropertyDescriptor {
  return Object.getOwnPropertyDescriptor(prototype, name) ?? {}
}

/** A guard that verifies the token of each request, on either platform. */
export function verifyingGuard(authenticator: Authenticator): CanActivate {
  return createGuard(({ headersDistinct }) => authenticator.authenticate(headersDistinct.authorization))
}

/** A guard that admits only the group `admin` to the route `/admin`. */
export function createGuard(
  findPrincipal: (raw: IncomingMessage, request: object) => Principal | Promise<Principal>,
): CanActivate {
  return {
    async canActivate(context) {
      const request: IncomingMessage & { raw?: IncomingMessage } = context.switchToHttp().getRequest()
      const raw = request.raw ?? request
      const principal = await findPrincipal(raw, request)
      if (raw.url === '/admin' && !inGroup('admin')(principal).allowed) throw new ForbiddenError()
      return true
    },
  }
}

/**
 * A filter that answers refusals as the adapters do, on either platform, and leaves other errors to Nest. Nest 12 wraps
 * errors of Fastify's hooks in an HttpException, whose cause they are.
 */
export function createFilter(
  { BaseExceptionFilter, Catch, HttpAdapterHost }: Nest,
  app: INestApplication,
  authenticator: Authenticator,
): ExceptionFilter {
  const { httpAdapter } = app.get(HttpAdapterHost)

  class RefusalFilter extends BaseExceptionFilter {
    override catch(error: { readonly cause?: unknown }, host: ArgumentsHost): void {
      const refusal = [error, error.cause].find(isAuthError)
      // oxlint-disable-next-line promise/valid-params -- This is no promise.
      if (refusal === undefined) return super.catch(error, host)
      const response: unknown = host.switchToHttp().getResponse()
      const { statusCode, headers, body } = authenticator.answer(refusal)
      for (const [name, value] of Object.entries(headers)) httpAdapter.setHeader(response, name, value)
      httpAdapter.reply(response, body, statusCode)
    }
  }
  Catch()(RefusalFilter)
  return new RefusalFilter(httpAdapter)
}
