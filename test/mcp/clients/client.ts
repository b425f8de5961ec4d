import type { Provider } from '../support/provider.ts'

/** A client of an MCP SDK. */
export interface McpClient {
  readonly name: string
  open(url: string, provider: Provider): Connection
}

/** An attempt to use an MCP server. After a sign-in, open another one. */
export interface Connection {
  connect(): Promise<void>
  /** Redeems the code in the callback URL. */
  finishAuth(callback: URL): Promise<void>
  /** Calls a tool, and returns the parsed text of its result. */
  call(tool: string, parameters?: Record<string, unknown>): Promise<unknown>
  close(): Promise<void>
}

/** Reads the JSON text of a tool result. */
export function textOf(result: unknown): unknown {
  const { content } = result as { content: readonly { text: string }[] }
  return JSON.parse(content[0]?.text ?? 'null')
}
