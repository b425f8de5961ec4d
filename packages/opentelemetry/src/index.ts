export { instrument } from './instrument.ts'

export type { Instrumentation } from './instrument.ts'
export type { InstrumentOptions } from './options.ts'
