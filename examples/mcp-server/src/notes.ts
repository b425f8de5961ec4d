import { type NodeMcpRequestHandler, toNodeHandler } from '@modelcontextprotocol/node'
import { type AuthInfo, type CallToolResult, createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'

/** Creates the MCP server: it keeps the notes of each user, in memory. Its requests must carry `auth`. */
export function createNotes(): NodeMcpRequestHandler {
  const notes = new Map<string, readonly string[]>()

  function createServer(auth: AuthInfo | undefined): McpServer {
    const userId = String(auth?.extra?.['userId'])
    const server = new McpServer({ name: 'notes', version: '1.0.0' })

    server.registerTool('list_notes', { description: 'Lists your notes' }, () =>
      result({ userId, scopes: auth?.scopes ?? [], notes: notes.get(userId) ?? [] }),
    )

    server.registerTool(
      'add_note',
      { description: 'Adds a note', inputSchema: z.object({ text: z.string().max(1000) }) },
      ({ text }) => {
        const all = [...(notes.get(userId) ?? []), text]
        notes.set(userId, all)
        return result({ userId, notes: all })
      },
    )
    return server
  }

  return toNodeHandler(createMcpHandler(({ authInfo }) => createServer(authInfo)))
}

function result(content: object): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(content) }] }
}
