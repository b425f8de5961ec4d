import type { Session } from './session.ts'
import { tamperedWith } from './token.ts'

/** What is sent as credentials. */
export type Credential = 'access' | 'id' | 'tampered' | 'none'

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
}

export async function call(
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
  }
}

/** What is sent for each kind of credentials. `undefined`: the session has no such thing. */
export function credentialsOf(session: Session): Readonly<Record<Credential, string | undefined>> {
  return {
    access: session.accessToken,
    id: session.idToken,
    tampered: tamperedWith(session.accessToken),
    none: undefined,
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
