// A server of one contender, in a process of its own. The parent says which one and asks for the processor time.
import { once } from 'node:events'
import { expressContenders } from './contenders/express.js'
import { fastifyContenders } from './contenders/fastify.js'

const contenders = { express: expressContenders, fastify: fastifyContenders }

const [{ framework, contender, pool }] = await once(process, 'message')
const server = contenders[/** @type {keyof typeof contenders} */ (framework)][contender]
process.send?.({ port: await server.listen(pool) })

process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ microseconds: user + system })
})
process.on('disconnect', () => process.exit())
