/** A server with one stream, as far as the commands of the store go. It answers in RESP's own shapes. */
export interface RedisStream {
  readonly commands: readonly (readonly string[])[]
  readonly send: (args: string[]) => Promise<unknown>
  /** Milliseconds of the next id. */
  clock: number
  /** Adds an entry as another program would. */
  add(fields: readonly string[]): void
  flush(): void
}

export function redisStream(): RedisStream {
  let stream: (readonly [string, readonly string[]])[] = []
  let sequence = 0
  const commands: string[][] = []
  const server: RedisStream = {
    commands,
    clock: 1_800_000_000_000,
    add: (fields) => {
      sequence += 1
      stream.push([`${server.clock}-${sequence}`, fields])
    },
    flush: () => {
      stream = []
    },
    send: async (args) => {
      commands.push(args)
      if (args[0] === 'XADD') {
        server.add(args.slice(args.indexOf('*') + 1))
        return stream.at(-1)?.[0]
      }
      const [, , from, , , count] = args
      const start = from === '-' ? 0 : stream.findIndex(([id]) => isAtOrAfter(id, from ?? ''))
      return start === -1 ? [] : stream.slice(start, start + Number(count))
    },
  }
  return server
}

function isAtOrAfter(id: string, other: string): boolean {
  const [one = [], two = []] = [id, other].map((text) => text.split('-').map(Number))
  return (one[0] ?? 0) > (two[0] ?? 0) || (one[0] === two[0] && (one[1] ?? 0) >= (two[1] ?? 0))
}
