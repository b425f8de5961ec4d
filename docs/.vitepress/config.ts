import { dirname } from 'node:path'
import { defineConfig } from 'vitepress'
import { anchorOf, withSections } from '../../test/support/sections.ts'
import reference from '../api/typedoc-sidebar.json' with { type: 'json' }

export default defineConfig({
  title: 'cognito-auth',
  description: 'Authentication for Express and Fastify APIs whose users sign in with Amazon Cognito',
  base: process.env.DOCS_BASE || '/',
  cleanUrls: true,
  // README.md is for readers of the folder.
  srcExclude: ['README.md'],
  markdown: {
    // The anchors of the forge, so that a link to one of them works in both places.
    anchor: { slugify: anchorOf },
    languageAlias: { cjs: 'js', mjs: 'js', cts: 'ts', mts: 'ts' },
    config(md) {
      md.core.ruler.before('normalize', 'section', (state) => {
        if (!state.inlineMode) state.src = withSections(state.src, dirname(state.env.path))
      })
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    sidebar: [
      {
        text: 'Get started',
        items: [
          { text: 'What it is', link: '/' },
          { text: 'Express', link: '/express' },
          { text: 'Fastify', link: '/fastify' },
        ],
      },
      {
        text: 'Guide',
        items: [
          { text: 'Guards', link: '/guards' },
          { text: 'Options', link: '/options' },
          { text: 'Answers', link: '/answers' },
          { text: 'Testing your app', link: '/testing' },
          { text: 'Keys and outages', link: '/keys' },
          { text: 'Sign-out', link: '/sign-out' },
          { text: 'Operations', link: '/operations' },
          { text: 'Step-up authentication', link: '/step-up' },
          { text: 'MCP servers', link: '/mcp' },
          { text: 'Security model', link: '/security' },
          { text: 'Troubleshooting', link: '/troubleshooting' },
        ],
      },
      {
        text: 'Recipes',
        items: [
          { text: 'Local development', link: '/recipes/local-development' },
          { text: 'Jest', link: '/recipes/jest' },
          { text: 'Bundling', link: '/recipes/bundling' },
          { text: 'Refresh tokens', link: '/recipes/refresh' },
          { text: 'Machine to machine', link: '/recipes/machine-to-machine' },
          { text: 'Next.js', link: '/recipes/nextjs' },
          { text: 'Keep req.userId', link: '/recipes/keep-user-id' },
          { text: 'Accept ID tokens', link: '/recipes/id-tokens' },
          { text: 'Use the username as userId', link: '/recipes/user-name' },
          { text: 'WebSockets', link: '/recipes/websockets' },
          { text: 'Socket.IO', link: '/recipes/socket-io' },
          { text: 'GraphQL', link: '/recipes/graphql' },
          { text: 'tRPC', link: '/recipes/trpc' },
          { text: 'Cookies', link: '/recipes/cookies' },
          { text: 'CORS', link: '/recipes/cors' },
          { text: 'Rate limits', link: '/recipes/rate-limits' },
          { text: 'OpenAPI', link: '/recipes/openapi' },
          { text: 'Tenants', link: '/recipes/tenants' },
          { text: 'API Gateway and load balancers', link: '/recipes/behind-aws' },
          { text: 'AWS Lambda', link: '/recipes/lambda' },
          { text: 'NestJS', link: '/recipes/nest' },
          { text: 'Revocation with your own store', link: '/recipes/sign-out' },
        ],
      },
      {
        text: 'Coming from',
        items: [
          { text: 'Your own code', link: '/migration/by-hand' },
          { text: 'aws-jwt-verify alone', link: '/migration/aws-jwt-verify' },
          { text: 'express-jwt', link: '/migration/express-jwt' },
          { text: 'express-oauth2-jwt-bearer', link: '/migration/express-oauth2-jwt-bearer' },
          { text: '@fastify/jwt', link: '/migration/fastify-jwt' },
          { text: 'Comparison', link: '/comparison' },
        ],
      },
      { text: 'Reference', items: reference },
    ],
  },
})
