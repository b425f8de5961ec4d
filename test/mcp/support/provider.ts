import { randomUUID } from 'node:crypto'
import type { OAuthDiscoveryState } from '@modelcontextprotocol/client'
import { callbackUrl } from './stage.ts'

export interface StoredTokens {
  access_token: string
  token_type: string
  refresh_token?: string
  issuer?: string
}

/** What a client with a pre-registered client ID remembers, for the clients of both SDKs. */
export class Provider {
  readonly redirectUrl = callbackUrl
  readonly clientMetadata = { redirect_uris: [callbackUrl], client_name: 'Test' }

  /** Where the client has sent the browser. */
  readonly authorizationUrls: URL[] = []
  stored: StoredTokens | undefined
  readonly #client: { readonly client_id: string; readonly issuer: string }
  #discovery: OAuthDiscoveryState | undefined
  #state = ''
  #codeVerifier = ''

  /** @param serverUrl the MCP server. Its origin is the issuer that the client ID is for. */
  constructor(clientId: string, serverUrl: string) {
    this.#client = { client_id: clientId, issuer: new URL(serverUrl).origin }
  }

  clientInformation(): { client_id: string; issuer: string } {
    return this.#client
  }

  saveDiscoveryState(state: OAuthDiscoveryState): void {
    this.#discovery = state
  }

  discoveryState(): OAuthDiscoveryState | undefined {
    return this.#discovery
  }

  state(): string {
    this.#state = randomUUID()
    return this.#state
  }

  /** Whether the browser has brought back the state of the last authorization. */
  isOwn(callback: URL): boolean {
    return callback.searchParams.get('state') === this.#state
  }

  tokens(): StoredTokens | undefined {
    return this.stored
  }

  saveTokens(tokens: StoredTokens): void {
    this.stored = tokens
  }

  redirectToAuthorization(url: URL): void {
    this.authorizationUrls.push(url)
  }

  saveCodeVerifier(codeVerifier: string): void {
    this.#codeVerifier = codeVerifier
  }

  codeVerifier(): string {
    return this.#codeVerifier
  }
}
