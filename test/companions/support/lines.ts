/** Lines of log, as pino writes them. */
export interface Lines {
  /** For pino to write to. */
  readonly stream: { write(line: string): void }
  /** The lines since the last call, parsed. */
  take(): readonly Readonly<Record<string, unknown>>[]
}

export function createLines(): Lines {
  const lines: string[] = []
  return {
    stream: { write: (line) => void lines.push(line) },
    take: () => lines.splice(0).map((line) => JSON.parse(line)),
  }
}
