import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import type { TestUserPool } from '@cognito-auth/testing'
import { showForm, signIn, type Step } from './authorize.ts'
import type { AppClient, Person } from './clients.ts'
import { Grants } from './grants.ts'
import { answerRevocation, answerTokenRequest, type TokenAnswer } from './token.ts'
import type { ManagedLoginState } from './state.ts'

export interface ManagedLoginOptions {
  readonly pool: TestUserPool
  readonly clients: readonly AppClient[]
  readonly people: readonly Person[]
  /** Identifiers of the pool's resource servers. A token is issued for these only. */
  readonly resourceServers: readonly string[]
  /** Default: 0, which selects a free port. */
  readonly port?: number
}

export interface ManagedLogin {
  /** The domain, for example `http://localhost:41233`. */
  readonly url: string
  close(): Promise<void>
}

/**
 * Starts a look-alike of Cognito's managed login for a test pool: `/oauth2/authorize` with PKCE and resource binding,
 * `/oauth2/token` and `/oauth2/revoke`. It listens on the loopback interface only.
 */
export async function startManagedLogin({
  port = 0,
  ...options
}: ManagedLoginOptions): Promise<ManagedLogin> {
  const state: ManagedLoginState = { ...options, grants: new Grants() }
  const server = createServer((request, response) => {
    answer(state, request, response).catch(() => response.destroy())
  })
  server.listen(port, 'localhost')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://localhost:${typeof address === 'object' ? address?.port : port}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function answer(
  state: ManagedLoginState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  switch (`${request.method} ${pathname}`) {
    case 'GET /oauth2/authorize':
      sendStep(response, showForm(state, searchParams))
      break
    case 'POST /login':
      sendStep(response, signIn(state, searchParams, new URLSearchParams(await text(request))))
      break
    case 'POST /oauth2/token':
      sendTokens(response, answerTokenRequest(state, new URLSearchParams(await text(request))))
      break
    case 'POST /oauth2/revoke':
      sendTokens(response, answerRevocation(state, new URLSearchParams(await text(request))))
      break
    default:
      response.writeHead(404).end()
  }
}

function sendStep(response: ServerResponse, step: Step): void {
  if (step.status === 302) response.writeHead(302, { location: step.location }).end()
  else response.writeHead(step.status, { 'Content-Type': 'text/html; charset=utf-8' }).end(step.html)
}

/** Browsers may call the token endpoint from any origin, as in Cognito. */
function sendTokens(response: ServerResponse, { status, body }: TokenAnswer): void {
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store',
    'Access-Control-Allow-Origin': '*',
  })
  response.end(JSON.stringify(body))
}
