import type { Grant } from './grants.ts'
import type { ManagedLoginState } from './state.ts'

/** A response of the token endpoint or of the revocation endpoint. */
export interface TokenAnswer {
  readonly status: 200 | 400
  readonly body: object
}

const expiresInSeconds = 3600

/**
 * Answers a request to `/oauth2/token`. As in Cognito, the response does not contain the scopes, and a refresh gives no
 * new refresh token and ignores `resource`: the first authorization has decided the audience.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html
 */
export function answerTokenRequest(state: ManagedLoginState, fields: URLSearchParams): TokenAnswer {
  const clientId = fields.get('client_id') ?? ''
  if (!state.clients.some((client) => client.clientId === clientId)) return refuse('invalid_client')

  switch (fields.get('grant_type')) {
    case 'authorization_code': {
      const code = fields.get('code') ?? ''
      const redirectUri = fields.get('redirect_uri') ?? ''
      const verifier = fields.get('code_verifier') ?? undefined
      const grant = state.grants.redeem(code, clientId, redirectUri, verifier)
      if (!grant || !isBindable(state, grant)) return refuse('invalid_grant')
      return {
        status: 200,
        body: { ...issue(state, grant), refresh_token: state.grants.issueRefreshToken(grant) },
      }
    }
    case 'refresh_token': {
      const grant = state.grants.refresh(fields.get('refresh_token') ?? '', clientId)
      return grant ? { status: 200, body: issue(state, grant) } : refuse('invalid_grant')
    }
    default:
      return refuse('unsupported_grant_type')
  }
}

/**
 * Answers a request to `/oauth2/revoke`.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/revocation-endpoint.html
 */
export function answerRevocation(state: ManagedLoginState, fields: URLSearchParams): TokenAnswer {
  state.grants.revoke(fields.get('token') ?? '', fields.get('client_id') ?? '')
  return { status: 200, body: {} }
}

/** Resource binding needs a resource server with exactly this identifier. */
function isBindable({ resourceServers }: ManagedLoginState, { resource }: Grant): boolean {
  return resource === undefined || resourceServers.includes(resource)
}

function issue({ pool }: ManagedLoginState, { clientId, person, scopes, resource, claims }: Grant): object {
  const { username, groups = [] } = person
  const user = { username, groups, clientId, expiresInSeconds }
  return {
    access_token: pool.accessToken({ ...user, scopes, claims: { ...claims, aud: resource } }),
    ...(scopes.includes('openid') ? { id_token: pool.idToken({ ...user, claims }) } : {}),
    token_type: 'Bearer',
    expires_in: expiresInSeconds,
  }
}

function refuse(error: string): TokenAnswer {
  return { status: 400, body: { error } }
}
