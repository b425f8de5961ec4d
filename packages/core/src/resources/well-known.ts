/** Path of the metadata of a resource without a path (RFC 9728, section 3). */
const resourceMetadataPath = '/.well-known/oauth-protected-resource'

/** Path of the metadata of an authorization server without a path (RFC 8414, section 3). */
export const serverMetadataPath = '/.well-known/oauth-authorization-server'

/**
 * The URL of a resource's metadata: the well-known path between the host and the path of the resource.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9728#section-3.1
 */
export function writeMetadataUrl(resource: string): string {
  const { origin, pathname } = new URL(resource)
  return `${origin}${resourceMetadataPath}${pathname === '/' ? '' : pathname}`
}
