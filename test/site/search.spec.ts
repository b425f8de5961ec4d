import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import MiniSearch from 'minisearch'
import { beforeAll, describe, expect, test } from 'vitest'
import { searchOptions } from '../../docs/.vitepress/search-options.ts'
import { findBuiltSite } from './support/built-site.ts'

/** What users type, and the page that they look for. */
const searches: readonly (readonly [words: string, page: string])[] = [
  ['401', '/why-401'],
  ['unauthorized', '/why-401'],
  ['token_use', '/why-401'],
  ['ID token', '/recipes/id-tokens'],
  ['ID token 401', '/why-401'],
  ['token expired', '/why-401'],
  ['refresh', '/recipes/refresh'],
  ['403', '/troubleshooting'],
  ['cookie', '/recipes/cookies'],
  ['Next.js', '/recipes/nextjs'],
  ['cors', '/recipes/cors'],
  ['machine to machine', '/recipes/machine-to-machine'],
  ['client credentials', '/recipes/machine-to-machine'],
  ['multi-tenant', '/recipes/tenants'],
  ['localhost without AWS', '/recipes/local-development'],
  ['supertest', '/testing'],
  ['Jest', '/recipes/jest'],
  ['Nest', '/recipes/nest'],
  ['NestJS', '/recipes/nest'],
  ['Lambda', '/recipes/lambda'],
  ['esbuild', '/recipes/bundling'],
  ['webpack', '/recipes/bundling'],
  ['metrics', '/operations'],
  ['Prometheus', '/operations'],
  ['OpenTelemetry', '/operations'],
  ['MCP', '/mcp'],
  ['OpenAPI', '/recipes/openapi'],
  ['Swagger', '/recipes/openapi'],
  ['tRPC', '/recipes/trpc'],
  ['Apollo', '/recipes/graphql'],
  ['socket.io', '/recipes/socket-io'],
  ['rate limit', '/recipes/rate-limits'],
  ['API Gateway', '/recipes/behind-aws'],
  ['ALB', '/recipes/behind-aws'],
  ['MFA', '/step-up'],
  ['logout', '/sign-out'],
  ['revoke', '/sign-out'],
  ['proxy', '/keys'],
  ['group', '/guards'],
  ['requireAuth', '/express'],
  ['cognitoAuth', '/fastify'],
  ['express-jwt', '/migration/express-jwt'],
  ['fastify-aws-jwt-verify', '/comparison'],
  ['ForbiddenError', '/answers'],
]

describe('The search', () => {
  let index: MiniSearch

  beforeAll(async () => {
    index = await loadIndex()
  })

  test.each(searches)('finds by "%s" the page %s among the first three hits', (words, page) => {
    const hits = index.search(words, searchOptions).map(({ id }) => String(id))
    expect(hits.slice(0, 3).map((hit) => hit.replace(/#.*/, ''))).toContain(page)
  })
})

/** The index that the browser loads. */
async function loadIndex(): Promise<MiniSearch> {
  const chunks = join(findBuiltSite(), 'assets/chunks')
  const name = readdirSync(chunks).find((file) => file.startsWith('@localSearchIndexroot'))
  const { default: json } = (await import(join(chunks, name ?? ''))) as { default: string }
  return MiniSearch.loadJSON(json, { fields: ['title', 'titles', 'text'], storeFields: ['title', 'titles'] })
}
