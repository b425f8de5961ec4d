import { compilationsBy } from './compilers.ts'
import { testConsumers } from './consumer-tests.ts'

const lowest = { fastify: '5.0.0' }
const latest = { fastify: '^5' }
const inShort = compilationsBy(['5.9', '6.0', '7.0'], ['nodenext'])
/** The types of Fastify need `NoInfer`, which TypeScript has since 5.4. */
const complete = compilationsBy(['5.4', '5.9', '6.0', '7.0'])

testConsumers('fastify', { layout: 'npm', dependencies: lowest }, inShort)
testConsumers('fastify', { layout: 'npm', dependencies: latest }, complete)
testConsumers('fastify', { layout: 'pnpm', dependencies: latest }, inShort)
