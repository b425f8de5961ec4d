import * as express from '@cognito-auth/express'
import * as fastify from '@cognito-auth/fastify'
import type {
  CognitoAuthOptions,
  Decision,
  Principal,
  StepUpRequirement,
  TokenSourceOptions,
} from '@cognito-auth/core'
import type { NextFunction, Request, Response } from 'express'
import Fastify, { type FastifyInstance } from 'fastify'
import supertest from 'supertest'
import { type CreateApp, expressVersions } from '../support/express.ts'
import { headersOf, originOf, type Reply, send, type TestRequest } from '../support/http.ts'

/** The guards that both adapters have, under the names that they have in both. */
interface Guards<Handler> {
  authorize(check: (principal: Principal) => Decision | boolean | Promise<Decision | boolean>): Handler
  requireGroup(group: string): Handler
  requireAnyGroup(...groups: string[]): Handler
  requireAllGroups(...groups: string[]): Handler
  requireScope(scope: string): Handler
  requireAnyScope(...scopes: string[]): Handler
  requireAllScopes(...scopes: string[]): Handler
  requireStepUp(requirement: StepUpRequirement): Handler
}

/** What an API is built from, whatever the framework. */
export interface SetUp {
  /** Whether requests are authenticated. Default: `'required'`. */
  readonly authentication?: 'required' | 'optional' | 'none'
  readonly options: CognitoAuthOptions & TokenSourceOptions
  /** Stands in front of `/resource`. */
  readonly guard?: <Handler>(guards: Guards<Handler>) => Handler
}

/** An API with one resource, `/resource`, which answers all methods with the name of who asks. */
interface Api {
  readonly send: (request: TestRequest) => Promise<Reply>
  /** How many requests got as far as the handler of the resource. */
  readonly reached: number
  close(): Promise<void>
}

/** A way to build an API and to talk to it. */
export interface Framework {
  readonly name: string
  /** @param isCareless whether the app has an error handler that sends a body and nothing else. */
  readonly build: (setUp: SetUp, isCareless: boolean) => Promise<Api>
}

export const frameworks: readonly Framework[] = [
  ...expressVersions.map(({ name, createApp }) => ({ name, build: expressBuilder(createApp) })),
  { name: 'Fastify 5, injected', build: injected },
  { name: 'Fastify 5, listening', build: listening },
]

function expressBuilder(createApp: CreateApp): Framework['build'] {
  return async function buildExpress({ authentication = 'required', options, guard }, isCareless) {
    const app = createApp()
    let reached = 0
    const onRefused = isCareless ? passOn : undefined
    if (authentication === 'required') app.use(express.requireAuth({ ...options, onRefused }))
    if (authentication === 'optional') app.use(express.optionalAuth({ ...options, onRefused }))
    if (guard) app.all('/resource', guard(express))
    app.all('/resource', (req, res) => {
      reached++
      res.json({ user: req.cognito?.username ?? null })
    })
    if (isCareless) app.use(answerCarelessly)

    return {
      async send(request) {
        const { method = 'GET', path = '/' } = request
        const test = supertest(app)[methodNames[method]](path)
        for (const [name, value] of Object.entries(headersOf(request))) {
          // superagent hands the value to Node's setHeader, which takes arrays.
          test.set(name, value as string)
        }
        const { status, headers, text } = await test
        return { status, headers, body: method === 'HEAD' ? '' : text }
      },
      get reached() {
        return reached
      },
      close: () => Promise.resolve(),
    }
  }
}

const methodNames = {
  DELETE: 'delete',
  GET: 'get',
  HEAD: 'head',
  OPTIONS: 'options',
  POST: 'post',
  PUT: 'put',
} as const

function passOn(error: Error, _req: Request, _res: Response, next: NextFunction): void {
  next(error)
}

function answerCarelessly(_error: Error, _req: Request, res: Response, _next: NextFunction): void {
  res.json({ oops: true })
}

async function injected(setUp: SetUp, isCareless: boolean): Promise<Api> {
  const { app, api } = await buildFastify(setUp, isCareless)
  return api(async (request) => {
    const { method = 'GET', path = '/' } = request
    const { statusCode, headers, body } = await app.inject({ method, url: path, headers: headersOf(request) })
    return { status: statusCode, headers, body }
  })
}

async function listening(setUp: SetUp, isCareless: boolean): Promise<Api> {
  const { app, api } = await buildFastify(setUp, isCareless)
  await app.listen({ host: '127.0.0.1', port: 0 })
  return api((request) => send(originOf(app.server.address()), request))
}

interface FastifyApi {
  readonly app: FastifyInstance
  readonly api: (sendBy: Api['send']) => Api
}

async function buildFastify(setUp: SetUp, isCareless: boolean): Promise<FastifyApi> {
  const { authentication = 'required', options, guard } = setUp
  const app = Fastify()
  let reached = 0
  if (authentication !== 'none') {
    await app.register(fastify.cognitoAuth, { ...options, routes: authentication })
  }
  if (isCareless) app.setErrorHandler((_error, _request, reply) => reply.send({ oops: true }))
  app.all('/resource', { onRequest: guard ? [guard(fastify)] : [] }, (request) => {
    reached++
    return Promise.resolve({ user: request.cognito?.username ?? null })
  })
  return {
    app,
    api: (sendBy) => ({
      send: sendBy,
      get reached() {
        return reached
      },
      close: () => app.close(),
    }),
  }
}
