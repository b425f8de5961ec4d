/**
 * The names of the channels on `node:diagnostics_channel` to which this package publishes. Nothing is measured or created
 * for a channel without subscribers.
 *
 * ```ts
 * import { subscribe } from 'node:diagnostics_channel'
 *
 * subscribe(channels.authenticate, (message) => {
 *   const { result, durationMs } = message as AuthenticateMessage
 *   console.log(result, durationMs)
 * })
 * ```
 *
 * Subscribers run while the request waits, so they should be fast. An error in a subscriber does not change how the
 * request is answered: it causes one process warning for each channel.
 *
 * @see https://nodejs.org/api/diagnostics_channel.html
 */
export const channels = {
  /** Each authentication. The message is an {@link AuthenticateMessage}. */
  authenticate: 'cognito-auth:authenticate',

  /** Each decision of a guard in Express or Fastify. The message is an {@link AuthorizeMessage}. */
  authorize: 'cognito-auth:authorize',

  /** Each fetch from a JWKS endpoint. The message is a {@link KeysFetchMessage}. */
  keysFetch: 'cognito-auth:keys.fetch',

  /** Each read from a store of revocations. The message is a {@link RevocationsReadMessage}. */
  revocationsRead: 'cognito-auth:revocations.read',
} as const
