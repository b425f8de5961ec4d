/** A line of log, parsed. */
type Line = Readonly<Record<string, unknown>>

/** Lines of log, as pino writes them. */
export interface Lines {
  /** For pino to write to. */
  readonly stream: { write(line: string): void }
  readonly all: readonly Line[]
  with(msg: string): readonly Line[]
  clear(): void
}

export function createLines(): Lines {
  const all: Line[] = []
  return {
    all,
    stream: { write: (line) => void all.push(JSON.parse(line) as Line) },
    with: (msg) => all.filter((line) => line.msg === msg),
    clear: () => void all.splice(0),
  }
}
