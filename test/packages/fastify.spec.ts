import { testConsumers } from './consumer-tests.ts'

const adapter = 'fastify'
const lowest = { fastify: '5.0.0' }
const latest = { fastify: '^5' }

testConsumers({ adapter, layout: 'npm', dependencies: lowest }, ['nodenext'])
testConsumers({ adapter, layout: 'npm', dependencies: latest }, ['nodenext', 'bundler', 'commonjs'])
testConsumers({ adapter, layout: 'pnpm', dependencies: latest }, ['nodenext'])
