import type { Session } from './session.ts'
import { tamperedWith } from './token.ts'

/** What is sent as credentials. `old`: the access token of a session that has ended. */
export type Credential = 'access' | 'id' | 'tampered' | 'old' | 'none'

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
}

export interface ApiAnswer {
  readonly status: number
  readonly statusText: string
  readonly challenge: string | null
  readonly body: string
  /** The `code` of a refusal. */
  readonly code: string | undefined
  /** The reason of a refusal. Only the demo's APIs tell it; others write it to their log and nowhere else. */
  readonly reason: string | undefined
}

/** The answers of both APIs to the same request. */
export interface Answers {
  readonly express: ApiAnswer
  readonly fastify: ApiAnswer
}

/** Who has signed in, or else who has signed out last. */
export interface Sessions {
  readonly current?: Session
  readonly ended?: Session
}

export async function callBoth(request: ApiRequest, token: string | undefined): Promise<Answers> {
  const [express, fastify] = await Promise.all([
    call('express', request, token),
    call('fastify', request, token),
  ])
  return { express, fastify }
}

/** Ends all sign-ins of the user at the APIs, which share their revocations. */
export async function endEverywhere({ accessToken }: Session): Promise<void> {
  const request = { method: 'POST', path: '/sign-out/everywhere' } as const
  const { status, code } = await call('express', request, accessToken)
  if (status !== 204) throw new Error(`The API did not sign you out: ${status} ${code ?? ''}`.trim())
}

/** What is sent for each kind of credentials. `undefined`: there is no such thing. */
export function credentialsOf({
  current,
  ended,
}: Sessions): Readonly<Record<Credential, string | undefined>> {
  return {
    access: current?.accessToken,
    id: current?.idToken,
    tampered: current && tamperedWith(current.accessToken),
    old: ended?.accessToken,
    none: undefined,
  }
}

async function call(
  api: 'express' | 'fastify',
  { method, path }: ApiRequest,
  token: string | undefined,
): Promise<ApiAnswer> {
  const headers: HeadersInit = token === undefined ? {} : { Authorization: `Bearer ${token}` }
  const response = await fetch(`/${api}${path}`, { method, headers })
  const body = await response.text()
  return {
    status: response.status,
    statusText: response.statusText,
    challenge: response.headers.get('WWW-Authenticate'),
    body,
    code: response.ok ? undefined : codeIn(body),
    reason: response.headers.get('Demo-Reason') ?? undefined,
  }
}

function codeIn(body: string): string | undefined {
  try {
    const { code }: { code?: unknown } = JSON.parse(body)
    return typeof code === 'string' ? code : undefined
  } catch {
    return undefined
  }
}
