import { createHash, randomUUID } from 'node:crypto'
import type { Person } from './clients.ts'

/** What a user has granted to a client by signing in. Refreshed tokens carry the same. */
export interface Grant {
  readonly clientId: string
  readonly person: Person
  readonly scopes: readonly string[]
  /** The parameter `resource` of the authorization request (RFC 8707). */
  readonly resource: string | undefined
  readonly claims: { readonly auth_time: number; readonly origin_jti: string }
}

/** A grant that waits for its code to be redeemed. */
interface PendingGrant {
  readonly grant: Grant
  readonly redirectUri: string
  readonly codeChallenge: string | undefined
  readonly expiresAtMs: number
}

const codeLifeMs = 5 * 60 * 1000

/** Authorization codes and refresh tokens, in memory. */
export class Grants {
  readonly #codes = new Map<string, PendingGrant>()
  readonly #refreshTokens = new Map<string, Grant>()

  issueCode(grant: Grant, redirectUri: string, codeChallenge: string | undefined): string {
    const code = randomUUID()
    this.#codes.set(code, { grant, redirectUri, codeChallenge, expiresAtMs: Date.now() + codeLifeMs })
    return code
  }

  /** Returns the grant of a code, once. Returns `undefined` if anything differs from the authorization request. */
  redeem(
    code: string,
    clientId: string,
    redirectUri: string,
    verifier: string | undefined,
  ): Grant | undefined {
    const pending = this.#codes.get(code)
    this.#codes.delete(code)
    if (!pending || pending.expiresAtMs <= Date.now()) return undefined
    if (pending.grant.clientId !== clientId || pending.redirectUri !== redirectUri) return undefined
    const { codeChallenge } = pending
    if (codeChallenge !== undefined && (verifier === undefined || challengeOf(verifier) !== codeChallenge)) {
      return undefined
    }
    return pending.grant
  }

  issueRefreshToken(grant: Grant): string {
    const refreshToken = randomUUID()
    this.#refreshTokens.set(refreshToken, grant)
    return refreshToken
  }

  refresh(refreshToken: string, clientId: string): Grant | undefined {
    const grant = this.#refreshTokens.get(refreshToken)
    return grant?.clientId === clientId ? grant : undefined
  }

  revoke(refreshToken: string, clientId: string): void {
    if (this.refresh(refreshToken, clientId)) this.#refreshTokens.delete(refreshToken)
  }
}

/** PKCE with S256 (RFC 7636, section 4.2). */
function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url')
}
