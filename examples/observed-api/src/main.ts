import { createExpressApi } from './express-api.ts'
import { createFastifyApi } from './fastify-api.ts'
import { createMetricsServer } from './metrics.ts'

const { PORT_EXPRESS = '3001', PORT_FASTIFY = '3002', PORT_METRICS = '9464' } = process.env
const host = '127.0.0.1'

// First, so that the first fetch of the keys is recorded.
const metrics = createMetricsServer().listen(Number(PORT_METRICS), host)

const expressApi = createExpressApi({ logger: console }).listen(Number(PORT_EXPRESS), host)
const fastifyApi = createFastifyApi({ logger: console })
await fastifyApi.listen({ port: Number(PORT_FASTIFY), host })

console.log(`Express: http://${host}:${PORT_EXPRESS}/ready`)
console.log(`Fastify: http://${host}:${PORT_FASTIFY}/ready`)
console.log(`Metrics: http://${host}:${PORT_METRICS}/metrics`)

process.once('SIGTERM', () => {
  metrics.close()
  expressApi.close()
  void fastifyApi.close()
})
