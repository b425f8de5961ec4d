import { once } from 'node:events'
import type { CognitoAuthOptions } from '@cognito-auth/express'
import { createRevocations, memoryStore } from '@cognito-auth/revocation'
import { createApi as createExpressApi } from '@example/express-api'
import { createApi as createFastifyApi } from '@example/fastify-api'
import { onRefused, tellReasons } from './refusal-reasons.ts'

export interface RunningApis {
  readonly express: string
  readonly fastify: string
  close(): Promise<void>
}

const host = '127.0.0.1'

/**
 * Starts both example APIs on free ports. Without options, they read the environment. They share their revocations: a
 * sign-out at one is a sign-out at both.
 */
export async function startApis(
  auth: CognitoAuthOptions = {},
  logLevel: string = 'silent',
): Promise<RunningApis> {
  const revocations = createRevocations({ store: memoryStore() })
  const server = createExpressApi({ auth: { ...auth, onRefused }, revocations, logLevel }).listen(0, host)
  await once(server, 'listening')
  const address = server.address()
  const app = tellReasons(await createFastifyApi({ auth, revocations, logLevel }))
  return {
    express: `http://${host}:${typeof address === 'object' ? address?.port : undefined}`,
    fastify: await app.listen({ port: 0, host }),
    async close() {
      server.close()
      server.closeAllConnections()
      await Promise.all([once(server, 'close'), app.close()])
    },
  }
}
