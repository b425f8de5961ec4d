import { compilationsBy, versions } from './compilers.ts'
import { testConsumers } from './consumer-tests.ts'

const lowest4 = { express: '4.18.0', '@types/express': '4.17.13' }
const lowest5 = { express: '5.0.0', '@types/express': '5.0.0' }
const latest = { express: '^5', '@types/express': '^5' }
const inShort = compilationsBy(['5.9', '6.0', '7.0'], ['nodenext'])

testConsumers('express', { layout: 'npm', dependencies: lowest4 }, inShort)
testConsumers('express', { layout: 'npm', dependencies: lowest5 }, inShort)
testConsumers('express', { layout: 'npm', dependencies: latest }, compilationsBy(versions))
testConsumers('express', { layout: 'pnpm', dependencies: latest }, inShort)
