import { ConfigurationError } from '../refusal/configuration-error.ts'
import { isProtectedResource } from '../settings/protected-resource-option.ts'
import type { ProtectedResource } from '../types/protected-resource.ts'
import { serverMetadataPath } from './well-known.ts'

/** A response that is the same for every request. */
interface MetadataResponse {
  readonly statusCode: 200 | 204
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The responses at one path, by method. HEAD is answered like GET. */
export type MetadataResponses = ReadonlyMap<string, MetadataResponse>

/**
 * Builds the metadata documents of protected resources. Nothing in them comes from a request.
 *
 * @returns the responses by path. Each path is answered with and without a final slash.
 * @throws ConfigurationError if there is no resource, or if two need different documents at one path.
 * @see https://www.rfc-editor.org/rfc/rfc9728#section-3.2
 */
export function buildMetadata(resources: readonly unknown[]): ReadonlyMap<string, MetadataResponses> {
  if (resources.length === 0 || !resources.every(isProtectedResource)) {
    throw complain(
      'takes one or more resources, each of them what protectedResource() returns. If it is used uncalled, call it: ' +
        'serveMetadata(resource).',
    )
  }
  const documents = new Map<string, MetadataResponses>()
  for (const resource of resources) {
    const { pathname } = new URL(resource.metadataUrl)
    const path = pathname.replace(/\/$/, '')
    if (documents.has(path)) {
      throw complain(
        `was given two resources whose metadata is at ${path}. One server can serve only one of them.`,
      )
    }
    documents.set(path, respondWith(describeResource(resource)))
  }
  const server = describeServer(resources)
  return server === undefined ? documents : documents.set(serverMetadataPath, respondWith(server))
}

/** The metadata of a resource: RFC 9728, section 2. */
function describeResource({
  resource,
  authorizationServers,
  scopes,
  name,
  documentation,
}: ProtectedResource): object {
  return {
    resource,
    authorization_servers: authorizationServers,
    scopes_supported: scopes,
    bearer_methods_supported: ['header'],
    resource_name: name,
    resource_documentation: documentation,
  }
}

/**
 * The metadata of the authorization server that the resources with a domain share: RFC 8414, section 2. It names no
 * scopes, because clients would request all of them, and no `jwks_uri`, because clients verify no tokens.
 */
function describeServer(resources: readonly ProtectedResource[]): object | undefined {
  const [server, ...others] = resources.flatMap(readServer)
  if (server === undefined) return undefined
  const { issuer, domain } = server
  for (const other of others) {
    if (other.issuer !== issuer) {
      throw complain(
        `was given resources of ${issuer} and of ${other.issuer}, which cannot share the document at ` +
          `${serverMetadataPath}. Pass authorizationServers instead of domain for one of them.`,
      )
    }
    if (other.domain !== domain) {
      throw complain(
        `was given resources of one origin with the domains ${domain} and ${other.domain}. Pass the same domain to all ` +
          'of them.',
      )
    }
  }
  return {
    issuer,
    authorization_endpoint: `${domain}/oauth2/authorize`,
    token_endpoint: `${domain}/oauth2/token`,
    revocation_endpoint: `${domain}/oauth2/revoke`,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
    code_challenge_methods_supported: ['S256'],
  }
}

/** The authorization server of a resource with a domain, as an array of at most one. */
function readServer({ resource, domain }: ProtectedResource): readonly { issuer: string; domain: string }[] {
  return domain === undefined ? [] : [{ issuer: new URL(resource).origin, domain }]
}

/** Metadata is public: scripts of every origin may read it. */
const openToAll = { 'Access-Control-Allow-Origin': '*' }

const preflight: MetadataResponse = Object.freeze({
  statusCode: 204,
  headers: Object.freeze({
    ...openToAll,
    'Access-Control-Allow-Methods': 'GET',
    'Access-Control-Allow-Headers': '*',
    'Cache-Control': 'max-age=3600',
  }),
  body: '',
})

function respondWith(document: object): MetadataResponses {
  const response: MetadataResponse = Object.freeze({
    statusCode: 200,
    headers: Object.freeze({
      ...openToAll,
      'Cache-Control': 'max-age=3600',
      'Content-Type': 'application/json; charset=utf-8',
    }),
    body: JSON.stringify(document),
  })
  return new Map([
    ['GET', response],
    ['OPTIONS', preflight],
  ])
}

function complain(problem: string): ConfigurationError {
  return new ConfigurationError('serveMetadata', `serveMetadata() ${problem}`)
}
