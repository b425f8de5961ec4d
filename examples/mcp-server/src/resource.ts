import { type ProtectedResource, protectedResource } from '@cognito-auth/core'

/** What both servers need to know. */
export interface Addresses {
  /** Public URL of the MCP endpoint. It is also the identifier of the resource server in the user pool. */
  readonly url: string

  /** Domain of the pool's managed login. */
  readonly domain: string
}

/** Scopes of the resource server. Every client signs in with `read`; the tool `add_note` needs `write` too. */
export function scopesOf(url: string): { readonly read: string; readonly write: string } {
  return { read: `${url}/read`, write: `${url}/write` }
}

export function describeResource({ url, domain }: Addresses): ProtectedResource {
  return protectedResource({ resource: url, scopes: [scopesOf(url).read], domain, name: 'Notes' })
}
