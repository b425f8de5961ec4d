import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { type McpClient, textOf } from './client.ts'

export const sdkV1: McpClient = {
  name: 'SDK v1',
  open(url, authProvider) {
    const client = new Client({ name: 'test', version: '1.0.0' })
    const transport = new StreamableHTTPClientTransport(new URL(url), { authProvider })
    return {
      connect: () => client.connect(transport),
      finishAuth: ({ searchParams }) => transport.finishAuth(searchParams.get('code') ?? ''),
      call: async (name, parameters) => textOf(await client.callTool({ name, arguments: parameters })),
      close: () => client.close(),
    }
  },
}
