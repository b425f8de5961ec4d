import cognitoAuth, * as onFastify from '@cognito-auth/fastify'
import {
  getPrincipal,
  type Principal,
  requireAuth,
  requireGroup,
  requireScope,
  requireStepUp,
  type StepUpRequirement,
} from '@cognito-auth/express'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import express from 'express'
import Fastify from 'fastify'
import { type Logger, pino } from 'pino'
import { pinoHttp } from 'pino-http'
import { type CreateApp, expressVersions } from '../../support/express.ts'
import { originOf } from '../../support/http.ts'
import { poolOptions } from './keys.ts'

/** The servers that each framework has. */
const servers = {
  /** For access tokens, as everybody has it. */
  plain: {},
  /** The same with room for 4 MiB of header fields. */
  roomy: { maxHeaderSize: 4 * 2 ** 20 },
  /** For ID tokens. */
  id: { tokenUse: 'id' },
  /** For access tokens that are bound to a resource. */
  resource: { audience: 'https://api.example.com' },
  /** For both kinds of token, and for each client of the pool. */
  anything: { tokenUse: null, clientId: null },
  /** For tokens in a cookie. */
  cookie: { tokenFrom: { cookie: '__Host-access', trustedOrigins: ['https://app.example.com'] } },
  /** For tokens in the header of a load balancer. */
  header: { tokenFrom: { header: 'X-Amzn-Oidc-Accesstoken' } },
  /** With a realm that needs escaping. */
  quoted: {
    realm: String.raw`the "quoted" \ realm, error="none"`,
    resourceMetadata: 'https://api.example.com/.well-known/oauth-protected-resource',
  },
} as const

export type ServerName = keyof typeof servers

/** The servers of one framework. */
export interface Target {
  readonly ports: Readonly<Record<ServerName, number>>
  /** Hands out the log since it was last asked. */
  takeLog(): string
  close(): Promise<void>
}

type RunningServer = { readonly port: number; close(): Promise<unknown> }
type StartServer = (settings: ServerSettings, logger: Logger) => Promise<RunningServer>
type ServerSettings = { readonly maxHeaderSize?: number; readonly [option: string]: unknown }

/** The frameworks that the rows are sent to, and how a server of each is started. */
export const frameworks: readonly { readonly name: string; readonly startServer: StartServer }[] = [
  ...expressVersions.map(({ name, createApp }) => ({
    name,
    startServer: (settings: ServerSettings, logger: Logger) => startExpress(createApp, settings, logger),
  })),
  { name: 'Fastify 5', startServer: startFastify },
]

export async function startTarget(startServer: StartServer): Promise<Target> {
  const { logger, takeLog } = createLog()
  const running = await Promise.all(
    Object.entries(servers).map(async ([name, settings]) => {
      const { port, close } = await startServer(settings, logger)
      return { name, port, close }
    }),
  )
  return {
    ports: Object.fromEntries(running.map(({ name, port }) => [name, port])) as Target['ports'],
    takeLog,
    close: async () => {
      await Promise.all(running.map((server) => server.close()))
    },
  }
}

const guardedGroups = [
  'admin',
  'a,b',
  'café',
  '0',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'length',
  'includes',
  'undefined',
  'null',
  '[object Object]',
] as const

const guardedScopes = [
  'orders/read',
  'orders/*',
  'toString',
  'a b',
  'say "hello"',
  String.raw`back\slash`,
  'x", error="none',
  'line\r\nX-Injected: 1',
  'café',
  'tab\tbed',
] as const

export type GuardedGroup = (typeof guardedGroups)[number]
export type GuardedScope = (typeof guardedScopes)[number]

/** The path that members of the group may use. */
export function groupPath(group: GuardedGroup): string {
  return `/group/${guardedGroups.indexOf(group)}`
}

/** The path that tokens with the scope may use. */
export function scopePath(scope: GuardedScope): string {
  return `/scope/${guardedScopes.indexOf(scope)}`
}

/** How users must have signed in, by path. */
const stepUps = {
  '/acr': { acrValues: ['urn:cognito:loa:4'] },
  '/amr': { amr: ['mfa'] },
  '/age': { maxAgeSeconds: 600 },
} satisfies Record<string, StepUpRequirement>

/** A path for users who have signed in in a certain way. */
export type StepUpPath = keyof typeof stepUps

/** What a request that got through is answered, by an application that handles claims as carelessly as many do. */
function bodyFor({ userId, groups, scopes, claims }: Principal): object {
  mergeCarelessly({}, claims)
  return { userId, groups, scopes }
}

/** Copies all members, down to a few levels. A name that leads to a prototype changes every object there is. */
function mergeCarelessly(target: Record<string, unknown>, source: object, levels = 4): void {
  for (const [name, value] of Object.entries(source)) {
    if (levels === 0 || typeof value !== 'object' || value === null) target[name] = value
    else mergeCarelessly((target[name] ??= {}) as Record<string, unknown>, value, levels - 1)
  }
}

async function startExpress(
  createApp: CreateApp,
  { maxHeaderSize, ...options }: ServerSettings,
  logger: Logger,
): Promise<RunningServer> {
  const app = createApp()
  app.use(pinoHttp({ logger, serializers }))
  app.use(requireAuth({ ...poolOptions, ...options }))
  app.use(express.json(), express.urlencoded({ extended: false }))
  const answer = (req: object): object => bodyFor(getPrincipal(req))
  app.all('/me', (req, res) => void res.json(answer(req)))
  for (const group of guardedGroups) {
    app.get(groupPath(group), requireGroup(group), (req, res) => void res.json(answer(req)))
  }
  for (const scope of guardedScopes) {
    app.get(scopePath(scope), requireScope(scope), (req, res) => void res.json(answer(req)))
  }
  for (const [path, required] of Object.entries(stepUps)) {
    app.get(path, requireStepUp(required), (req, res) => void res.json(answer(req)))
  }

  const server = createServer(maxHeaderSize === undefined ? {} : { maxHeaderSize }, app)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: portOf(server), close: () => closeServer(server) }
}

async function startFastify(
  { maxHeaderSize, ...options }: ServerSettings,
  loggerInstance: Logger,
): Promise<RunningServer> {
  const app = Fastify({ loggerInstance, ...(maxHeaderSize !== undefined && { http: { maxHeaderSize } }) })
  await app.register(cognitoAuth, { ...poolOptions, ...options })
  const answer = async (request: object): Promise<object> => bodyFor(onFastify.getPrincipal(request))
  app.all('/me', answer)
  for (const group of guardedGroups) {
    app.get(groupPath(group), { onRequest: onFastify.requireGroup(group) }, answer)
  }
  for (const scope of guardedScopes) {
    app.get(scopePath(scope), { onRequest: onFastify.requireScope(scope) }, answer)
  }
  for (const [path, required] of Object.entries(stepUps)) {
    app.get(path, { onRequest: onFastify.requireStepUp(required) }, answer)
  }
  await app.listen({ port: 0, host: '127.0.0.1' })
  return { port: portOf(app.server), close: () => app.close() }
}

/** Of a request the log says no more than this. By default pino-http writes all header fields, credentials and all. */
const serializers = { req: ({ method }: { method: string }) => ({ method }) }

/** A log of everything. */
function createLog(): { logger: Logger; takeLog: () => string } {
  let lines: string[] = []
  const logger = pino({ level: 'trace', serializers }, { write: (line: string) => void lines.push(line) })
  return {
    logger,
    takeLog() {
      const taken = lines.join('')
      lines = []
      return taken
    },
  }
}

function portOf(server: Server): number {
  return Number(new URL(originOf(server.address())).port)
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
