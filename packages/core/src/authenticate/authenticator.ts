import type { Answer } from '../refusal/answer.ts'
import type { AuthError } from '../refusal/auth-error.ts'
import type { Principal } from '../types/principal.ts'

/** Authenticates requests and tokens. It holds the keys and the verified-token cache: create one and use it everywhere. */
export interface Authenticator {
  /**
   * Authenticates a request by its `Authorization` header.
   *
   * @param authorization the whole value of the field, or the values of several such fields, which are an error.
   * @throws UnauthenticatedError (401) if there are no bearer credentials.
   * @throws InvalidRequestError (400) if the credentials are malformed, or there are several.
   * @throws InvalidTokenError (401) if the token is not valid.
   * @throws KeysUnavailableError (503) if the token cannot be verified for lack of keys.
   * @throws RevocationsUnavailableError (503) if the list of revocations is unavailable.
   */
  authenticate(authorization: string | readonly string[] | undefined): Promise<Principal>

  /**
   * Verifies a token that did not arrive in a header: of a WebSocket, a message, a GraphQL context.
   *
   * @throws InvalidTokenError (401) if the token is not valid.
   * @throws KeysUnavailableError (503) if the token cannot be verified for lack of keys.
   * @throws RevocationsUnavailableError (503) if the list of revocations is unavailable.
   */
  verify(token: string): Promise<Principal>

  /**
   * Fetches the keys, and the list of revocations, unless they are already loaded. Call it in a readiness check, or at
   * startup so that the first request does not wait. During the cool-down after a failed fetch, it rejects without
   * fetching again.
   *
   * @throws KeysUnavailableError whose message names each user pool without keys, for your logs: never send it. `cause`
   * says why.
   * @throws RevocationsUnavailableError if the list of revocations cannot be loaded.
   */
  ready(): Promise<void>

  /** The answer to a refused request, with the realm and the resource metadata of this authenticator in its challenge. */
  answer(error: AuthError): Answer
}
