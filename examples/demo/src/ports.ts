/** Reads a port from an environment variable. */
export function readPort(variable: string, defaultPort: number): number {
  const port = Number(process.env[variable] || defaultPort)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new Error(`${variable} is '${process.env[variable]}'. It must be a port from 0 to 65535.`)
}

/** Starts a server on a port, or on any free port if that one is in use. */
export async function onFreePort<Server>(
  port: number,
  start: (port: number) => Promise<Server>,
): Promise<Server> {
  try {
    return await start(port)
  } catch (error) {
    if (!isInUse(error)) throw error
    console.log(`Port ${port} is in use. Using a free port instead.`)
    return start(0)
  }
}

function isInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
