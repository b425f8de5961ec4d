import { createRevocations, type ManagedRevocations, memoryStore } from '@cognito-auth/revocation'
import { createApi as createExpressApi } from '@example/express-api'
import { createApi as createFastifyApi } from '@example/fastify-api'
import { onRefused, tellReasons } from '@example/sign-in'
import { once } from 'node:events'
import { onFreePort, readPort } from './ports.ts'
import type { DemoPool } from './user-pool.ts'

/** An API that is listening. */
interface RunningApi {
  readonly url: string
  close(): Promise<void>
}

export interface RunningApis {
  readonly express: RunningApi
  readonly fastify: RunningApi
  close(): Promise<void>
}

interface ApiOptions {
  readonly auth: DemoPool['auth']
  readonly revocations: ManagedRevocations
  readonly logLevel: string
}

const host = '127.0.0.1'
const logLevel = process.env.LOG_LEVEL || 'silent'

/** Starts both APIs. They share their revocations: a sign-out at one is a sign-out at both. */
export async function startApis(auth: DemoPool['auth']): Promise<RunningApis> {
  const revocations = createRevocations({ store: memoryStore() })
  const options = { auth, revocations, logLevel }
  const ports = { express: readPort('PORT_EXPRESS', 3000), fastify: readPort('PORT_FASTIFY', 3001) }
  const express = await onFreePort(ports.express, (port) => startExpress(options, port))
  try {
    const fastify = await onFreePort(ports.fastify, (port) => startFastify(options, port))
    return {
      express,
      fastify,
      async close() {
        await Promise.all([express.close(), fastify.close()])
      },
    }
  } catch (error) {
    await express.close()
    throw error
  }
}

async function startExpress(options: ApiOptions, port: number): Promise<RunningApi> {
  const auth = { ...options.auth, onRefused }
  const server = createExpressApi({ ...options, auth }).listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://${host}:${typeof address === 'object' ? address?.port : port}`,
    async close() {
      server.close()
      server.closeIdleConnections()
      await once(server, 'close')
    },
  }
}

async function startFastify(options: ApiOptions, port: number): Promise<RunningApi> {
  const app = tellReasons(await createFastifyApi(options))
  const url = await app.listen({ port, host })
  return { url, close: () => app.close() }
}
