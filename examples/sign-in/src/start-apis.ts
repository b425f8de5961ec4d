import { once } from 'node:events'
import type { CognitoAuthOptions } from '@cognito-auth/express'
import { createApi as createExpressApi } from '@example/express-api'
import { createApi as createFastifyApi } from '@example/fastify-api'

export interface RunningApis {
  readonly express: string
  readonly fastify: string
  close(): Promise<void>
}

const host = '127.0.0.1'

/** Starts both example APIs on free ports. Without options, they read the environment. */
export async function startApis(
  auth: CognitoAuthOptions = {},
  logLevel: string = 'silent',
): Promise<RunningApis> {
  const server = createExpressApi({ auth, logLevel }).listen(0, host)
  await once(server, 'listening')
  const address = server.address()
  const app = createFastifyApi({ auth, logLevel })
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
