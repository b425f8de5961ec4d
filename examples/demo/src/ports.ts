/** The port that a variable of the environment names. */
export function portOf(variable: string, byDefault: number): number {
  const port = Number(process.env[variable] || byDefault)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new Error(`${variable} is '${process.env[variable]}'. It must be a port, 0 to 65535.`)
}

/** Starts something on a port or, if that is taken, on any free one. */
export async function onFreePort<Server>(
  port: number,
  start: (port: number) => Promise<Server>,
): Promise<Server> {
  try {
    return await start(port)
  } catch (error) {
    if (!isTaken(error)) throw error
    console.log(`Port ${port} is taken: using a free one.`)
    return start(0)
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
