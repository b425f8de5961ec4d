import {
  Client,
  StreamableHTTPClientTransport,
  type VersionNegotiationMode,
} from '@modelcontextprotocol/client'
import { type McpClient, textOf } from './client.ts'

/** `auto` speaks the revision of 2026-07-28, `legacy` the older ones. */
export function sdkV2(mode: VersionNegotiationMode & string): McpClient {
  return {
    name: `SDK v2, ${mode}`,
    open(url, authProvider) {
      const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode } })
      const transport = new StreamableHTTPClientTransport(new URL(url), { authProvider })
      return {
        connect: () => client.connect(transport),
        finishAuth: ({ searchParams }) => transport.finishAuth(searchParams),
        call: async (name, parameters) => textOf(await client.callTool({ name, arguments: parameters })),
        close: () => client.close(),
      }
    },
  }
}
