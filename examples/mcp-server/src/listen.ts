import { once } from 'node:events'
import { createExpressServer, type ExpressServerOptions } from './express.ts'
import { createFastifyServer, type FastifyServerOptions } from './fastify.ts'

export type Framework = 'express' | 'fastify'

/** Starts one of the servers on the port of its URL, and returns a function that stops it. */
export async function listen(
  framework: Framework,
  options: ExpressServerOptions & FastifyServerOptions,
): Promise<() => Promise<void>> {
  const { hostname, port } = new URL(options.url)
  if (framework === 'fastify') {
    const app = createFastifyServer(options)
    await app.listen({ port: Number(port), host: hostname })
    return async () => {
      app.server.closeAllConnections()
      await app.close()
    }
  }
  const server = createExpressServer(options).listen(Number(port), hostname)
  await once(server, 'listening')
  return async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
}
