import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { PageConfig } from '../page/page-config.ts'
import { control } from './control.ts'
import { readFiles, type StaticFile } from './files.ts'
import { sendJson } from './json.ts'
import type { Pool } from './pool.ts'
import { forward } from './proxy.ts'
import { readRouteCode } from './route-code.ts'

export interface SignInPageOptions {
  /** URL of the Express API. */
  readonly express: string

  /** URL of the Fastify API. */
  readonly fastify: string

  /** The user pool whose tokens both APIs accept. */
  readonly pool: Pool

  /** Default: 0, which selects a free port. */
  readonly port?: number | undefined
}

export interface SignInPage {
  readonly url: string
  close(): Promise<void>
}

/** Serves the page on 127.0.0.1. */
export async function startSignInPage({ port = 0, ...options }: SignInPageOptions): Promise<SignInPage> {
  const server = createServer(createListener(options)).listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : port}`,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

type Answer = (request: IncomingMessage, response: ServerResponse, path: string) => unknown

function createListener({ express, fastify, pool }: Omit<SignInPageOptions, 'port'>): RequestListener {
  const files = readFiles()
  const policy = buildContentSecurityPolicy(pool)
  const apis = {
    express: { url: express, code: readRouteCode('@example/express-api') },
    fastify: { url: fastify, code: readRouteCode('@example/fastify-api') },
  }

  function readConfig(): PageConfig {
    const { machineToken, controls } = pool
    return {
      ...pool.config,
      ...apis,
      hasMachine: machineToken !== undefined,
      hasControls: controls !== undefined,
    }
  }
  const handlers = new Map<string, Answer | undefined>([
    ['config.json', (_request, response) => sendJson(response, 200, readConfig())],
    ['express', (request, response, path) => forward(express, path, request, response)],
    ['fastify', (request, response, path) => forward(fastify, path, request, response)],
    ['cognito', pool.answer],
    ['pool', (request, response, path) => control(pool, path, request, response)],
  ])

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search } = new URL(`http://page.invalid${request.url}`)
    const file = files.get(pathname)
    if (file) return sendFile(response, file, policy)

    const [, name = '', rest = ''] = /^\/([^/]*)(.*)$/.exec(pathname) ?? []
    const handler = handlers.get(name)
    if (handler) await handler(request, response, rest + search)
    else sendJson(response, 404, { message: 'Not found' })
  }

  return function signInPage(request, response) {
    answer(request, response).catch(() => {
      if (response.headersSent) response.destroy()
      else sendJson(response, 400, { message: 'Malformed request' })
    })
  }
}

function sendFile(response: ServerResponse, { type, content }: StaticFile, policy: string): void {
  response.writeHead(200, {
    'Content-Type': type,
    'Content-Security-Policy': policy,
    'Cache-Control': 'no-cache',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  })
  response.end(content)
}

/** Allows only the page's own scripts and styles, and only requests to its server and to the user pool. */
function buildContentSecurityPolicy({ config: { endpoint, userPoolId } }: Pool): string {
  const region = userPoolId.slice(0, userPoolId.indexOf('_'))
  const address = endpoint ?? `https://cognito-idp.${region}.amazonaws.com`
  const origins = address.startsWith('/') ? "'self'" : `'self' ${new URL(address).origin}`
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `connect-src ${origins}`,
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
