import { randomUUID } from 'node:crypto'
import type { AppClient } from './clients.ts'
import type { Grant } from './grants.ts'
import type { ManagedLoginState } from './state.ts'

/** Where the browser goes next, or the page that it shows. */
export type Step =
  | { readonly status: 302; readonly location: string }
  | { readonly status: 200 | 400; readonly html: string }

/** An authorization request that is in order. */
interface AuthorizationRequest {
  readonly client: AppClient
  readonly redirectUri: string
  readonly state: string | undefined
  readonly scopes: readonly string[]
  readonly resource: string | undefined
  readonly codeChallenge: string | undefined
}

/**
 * Answers a request to `/oauth2/authorize` with the form for the user name and the password.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html
 */
export function showForm(state: ManagedLoginState, query: URLSearchParams): Step {
  const request = readRequest(state, query)
  return 'status' in request ? request : { status: 200, html: form(query) }
}

/** Answers the form: sends the browser back to the client with a code. The query is the one of `/oauth2/authorize`. */
export function signIn(state: ManagedLoginState, query: URLSearchParams, fields: URLSearchParams): Step {
  const request = readRequest(state, query)
  if ('status' in request) return request
  const person = state.people.find(({ username }) => username === fields.get('username'))
  if (person?.password !== fields.get('password') || !person) {
    return { status: 200, html: form(query, 'Incorrect username or password.') }
  }
  const { client, redirectUri, scopes, resource, codeChallenge } = request
  const claims = { auth_time: Math.floor(Date.now() / 1000), origin_jti: randomUUID() }
  const grant: Grant = { clientId: client.clientId, person, scopes, resource, claims }
  const code = state.grants.issueCode(grant, redirectUri, codeChallenge)
  return redirect(redirectUri, { code, state: request.state })
}

function readRequest(state: ManagedLoginState, query: URLSearchParams): AuthorizationRequest | Step {
  const client = state.clients.find(({ clientId }) => clientId === query.get('client_id'))
  const redirectUri = query.get('redirect_uri')
  // An address that is not registered gets neither a code nor an error: it may belong to an attacker.
  if (!client || redirectUri === null || !client.callbackUrls.includes(redirectUri)) {
    return { status: 400, html: page('<p>redirect_mismatch</p>') }
  }

  const clientState = query.get('state') ?? undefined
  function refuse(error: string, error_description?: string): Step {
    return redirect(redirectUri ?? '', { error, error_description, state: clientState })
  }
  if (query.get('response_type') !== 'code') return refuse('invalid_request')
  if (query.getAll('resource').length > 1) return refuse('invalid_request')

  const codeChallenge = query.get('code_challenge') ?? undefined
  if (codeChallenge !== undefined && query.get('code_challenge_method') !== 'S256') {
    return refuse('invalid_request', 'code_challenge_method not supported')
  }
  const scopes = query.get('scope')?.split(' ').filter(Boolean) ?? client.scopes
  if (!scopes.every((scope) => client.scopes.includes(scope))) return refuse('invalid_scope')

  const resource = query.get('resource') ?? undefined
  return { client, redirectUri, state: clientState, scopes, resource, codeChallenge }
}

function redirect(uri: string, parameters: Readonly<Record<string, string | undefined>>): Step {
  const location = new URL(uri)
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) location.searchParams.set(name, value)
  }
  return { status: 302, location: location.href }
}

function form(query: URLSearchParams, problem = ''): string {
  return page(`
    <p>${problem}</p>
    <form method="post" action="/login?${escapeHtml(String(query))}">
      <label>Username <input name="username" autocomplete="username" /></label>
      <label>Password <input name="password" type="password" autocomplete="current-password" /></label>
      <button>Sign in</button>
    </form>`)
}

function page(body: string): string {
  return `<!doctype html><html lang="en"><title>Sign in</title><body>${body}</body></html>`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
