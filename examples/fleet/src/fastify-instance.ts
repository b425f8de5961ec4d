/** An instance of the Fastify API. It sends its URL to the process that started it. */
import { createApi } from '@example/fastify-api'
import { connectRevocations } from './connect-revocations.ts'
import { endWithParent } from './end-with-parent.ts'

endWithParent()
const revocations = await connectRevocations()
const app = await createApi({ revocations, logLevel: 'silent' })
process.send?.(await app.listen({ port: 0, host: '127.0.0.1' }))
