import { ownItems } from '../lib/own-property.ts'
import { ConfigurationError } from '../refusal/configuration-error.ts'
import { checkMetadataUrl } from '../settings/addresses.ts'
import { checkDomain } from '../settings/domain.ts'
import { invalidOption } from '../settings/invalid-option.ts'
import { resourceBrand } from '../settings/protected-resource-option.ts'
import type { OptionNames, RawOption, RawOptions } from '../settings/raw-option.ts'
import { readOptions } from '../settings/read-options.ts'
import { isScopeToken } from '../settings/scope-token.ts'
import type { ProtectedResource, ProtectedResourceOptions } from '../types/protected-resource.ts'
import { checkIdentifier } from './check-identifier.ts'
import { writeMetadataUrl } from './well-known.ts'

const names: OptionNames<ProtectedResourceOptions> = {
  resource: true,
  scopes: true,
  name: true,
  documentation: true,
  domain: true,
  authorizationServers: true,
}

/**
 * Describes your API as an OAuth 2 protected resource (RFC 9728), for example as an MCP server. Pass the result to
 * `serveMetadata()`, and as the option `protectedResource`.
 *
 * ```ts
 * export const resource = protectedResource({
 *   resource: 'https://api.example.com/mcp',
 *   scopes: ['https://api.example.com/mcp/read'],
 *   domain: 'auth.example.com',
 * })
 * ```
 *
 * @throws ConfigurationError for the first mistake in the options.
 * @see https://www.rfc-editor.org/rfc/rfc9728
 */
export function protectedResource(options: ProtectedResourceOptions): ProtectedResource {
  const raw = readOptions<ProtectedResourceOptions>({ option: 'options', value: options }, names)
  const resource = checkIdentifier(raw.resource)
  const scopes = checkScopes(raw.scopes)
  checkOneServer(raw)
  const domain = raw.domain.value === undefined ? undefined : checkDomain(raw.domain)
  const checked = {
    resource,
    scopes,
    metadataUrl: writeMetadataUrl(resource),
    authorizationServers:
      domain === undefined
        ? checkServers(raw.authorizationServers)
        : Object.freeze([new URL(resource).origin]),
    domain,
    name: checkName(raw.name),
    documentation: checkMetadataUrl(raw.documentation),
  }
  return Object.freeze(Object.defineProperty(checked, resourceBrand, { value: true }))
}

/** Scopes are compared exactly, so that only those of RFC 6749, section 3.3, can be granted. */
function checkScopes(raw: RawOption): readonly string[] {
  const { value } = raw
  const scopes = Array.isArray(value) ? ownItems<unknown>(value) : []
  if (scopes.length === 0 || !scopes.every(isScopeToken)) {
    throw invalidOption(
      raw,
      "an array of at least one scope, for example ['https://api.example.com/mcp/read']",
    )
  }
  return Object.freeze([...new Set(scopes)])
}

function checkOneServer({ domain, authorizationServers }: RawOptions<ProtectedResourceOptions>): void {
  const isDomainAbsent = domain.value === undefined
  if (isDomainAbsent !== (authorizationServers.value === undefined)) return
  throw new ConfigurationError(
    'domain',
    isDomainAbsent
      ? 'domain is missing. Pass the domain of the managed login, for example auth.example.com, or ' +
          'authorizationServers, an array of issuers.'
      : 'domain and authorizationServers cannot be combined. With domain, your API is the authorization server that ' +
          'clients see.',
  )
}

function checkServers({ option, value }: RawOption): readonly string[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw invalidOption({ option, value }, 'an array of at least one issuer')
  }
  return Object.freeze(
    ownItems<unknown>(value).map((server, index) =>
      checkIdentifier({ option: `${option}[${index}]`, value: server }),
    ),
  )
}

function checkName(raw: RawOption): string | undefined {
  const { value } = raw
  if (value === undefined) return undefined
  if (typeof value !== 'string' || value === '') throw invalidOption(raw, 'a name for users, as text')
  return value
}
