import { type ExpressAuthOptions, isAuthError, sendAuthError } from '@cognito-auth/express'
import type { createApi } from '@example/fastify-api'

type FastifyApi = Awaited<ReturnType<typeof createApi>>

const header = 'demo-wants-reason'

/** Asks an example API for the reason of a refusal. */
export const reasonRequest: Readonly<Record<string, string>> = { [header]: '1' }

/**
 * Has the Express API tell the page why it refuses a request, in a header of the response. An API of yours must not do
 * this: the reason belongs in the log, because it helps an attacker.
 */
export const onRefused: NonNullable<ExpressAuthOptions['onRefused']> = function tellReason(error, req, res) {
  if (Object.hasOwn(req.headers, header)) res.setHeader('Demo-Reason', error.reason)
  sendAuthError(res, error)
}

/** Has the Fastify API tell the page the same. Returns the API. */
export function tellReasons(app: FastifyApi): FastifyApi {
  return app.addHook('onError', async function tellReason(request, reply, error) {
    if (isAuthError(error) && Object.hasOwn(request.headers, header))
      reply.header('Demo-Reason', error.reason)
  })
}
