import { Writable } from 'node:stream'
import pino, { type Logger, type LoggerOptions } from 'pino'

/** A line of log, parsed. */
type LogLine = Readonly<Record<string, unknown>>

/** A logger whose lines stay in memory. */
export interface MemoryLog {
  readonly logger: Logger
  readonly lines: readonly LogLine[]
  /** The lines that tell of a refusal. */
  readonly refusals: readonly LogLine[]
}

export function memoryLog(options: LoggerOptions = {}): MemoryLog {
  const lines: LogLine[] = []
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      for (const line of chunk.toString().trimEnd().split('\n')) lines.push(JSON.parse(line) as LogLine)
      done()
    },
  })
  return {
    logger: pino(options, stream),
    lines,
    get refusals() {
      return lines.filter(({ msg }) => msg === 'request refused')
    },
  }
}

/** Numbers that pino gives the levels. */
export const levels = { info: 30, warn: 40 } as const
