import { testConsumers } from './consumer-tests.ts'

const adapter = 'express'
const lowest4 = { express: '4.18.0', '@types/express': '4.17.13' }
const lowest5 = { express: '5.0.0', '@types/express': '5.0.0' }
const latest = { express: '^5', '@types/express': '^5' }

testConsumers({ adapter, layout: 'npm', dependencies: lowest4 }, ['nodenext'])
testConsumers({ adapter, layout: 'npm', dependencies: lowest5 }, ['nodenext'])
testConsumers({ adapter, layout: 'npm', dependencies: latest }, ['nodenext', 'bundler', 'commonjs'])
testConsumers({ adapter, layout: 'pnpm', dependencies: latest }, ['nodenext'])
