import type { IncomingMessage, ServerResponse } from 'node:http'
import { sendJson } from './json.ts'
import type { Pool, PoolControls } from './pool.ts'

/** Handles requests that only an administrator of the pool may make. Test pools and emulators allow them to everyone. */
export async function control(
  { controls, machineToken }: Pool,
  path: string,
  { method }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (machineToken && method === 'POST' && path === '/machine-token') {
    return sendJson(response, 200, { accessToken: machineToken() })
  }
  const done = controls && runControl(controls, `${method} ${path}`)
  if (!done) return sendJson(response, 404, { message: 'Not found' })
  try {
    await done
    response.writeHead(204).end()
  } catch (error) {
    sendJson(response, 400, { message: error instanceof Error ? error.message : 'The operation failed' })
  }
}

function runControl(controls: PoolControls, request: string): Promise<void> | undefined {
  const membership = /^(PUT|DELETE) \/users\/([^/]+)\/groups\/([^/]+)$/.exec(request)
  if (membership) {
    const [, method, username = '', group = ''] = membership
    const change = method === 'PUT' ? controls.addToGroup : controls.removeFromGroup
    return change(decodeURIComponent(username), decodeURIComponent(group))
  }
  const seconds = /^PUT \/token-life\/(\d{1,5})$/.exec(request)?.[1]
  return seconds === undefined ? undefined : controls.setTokenLife(Number(seconds))
}
