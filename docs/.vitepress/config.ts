import { dirname } from 'node:path'
import { defineConfig } from 'vitepress'
import { anchorOf, withSections } from '../../test/support/sections.ts'
import reference from '../api/typedoc-sidebar.json' with { type: 'json' }
import { labelTables } from './labelled-tables.ts'
import { findRepository } from './repository.ts'
import { search } from './search.ts'

const repository = findRepository()

export default defineConfig({
  title: 'cognito-auth',
  description: 'Authentication for Express and Fastify APIs whose users sign in with Amazon Cognito',
  base: process.env.DOCS_BASE || '/',
  cleanUrls: true,
  // README.md is for readers of the folder.
  srcExclude: ['README.md'],
  head: [['meta', { name: 'theme-color', content: '#2f5d8a' }]],
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    // The anchors of the forge, so that a link to one of them works in both places.
    anchor: { slugify: anchorOf },
    languageAlias: { cjs: 'js', mjs: 'js', cts: 'ts', mts: 'ts' },
    config(md) {
      labelTables(md)
      md.core.ruler.before('normalize', 'section', (state) => {
        if (!state.inlineMode) state.src = withSections(state.src, dirname(state.env.path))
      })
    },
  },
  themeConfig: {
    search,
    outline: [2, 3],
    nav: [
      { text: 'Guide', link: '/express', activeMatch: '^/(?!api/|why-401|comparison)[^/]+' },
      { text: 'Why 401?', link: '/why-401' },
      { text: 'Reference', link: '/api/@cognito-auth/express' },
    ],
    ...(repository === undefined ? {} : { socialLinks: [{ icon: 'github', link: repository }] }),
    sidebar: [
      {
        text: 'Get started',
        items: [
          { text: 'Overview', link: '/' },
          { text: 'Express', link: '/express' },
          { text: 'Fastify', link: '/fastify' },
          { text: 'Testing your app', link: '/testing' },
          { text: 'Jest', link: '/recipes/jest' },
          { text: 'Local development', link: '/recipes/local-development' },
        ],
      },
      {
        text: 'Guide',
        items: [
          { text: 'Guards', link: '/guards' },
          { text: 'Options', link: '/options' },
          { text: 'Answers', link: '/answers' },
          { text: 'Sign-out', link: '/sign-out' },
          { text: 'Step-up authentication', link: '/step-up' },
          { text: 'MCP servers', link: '/mcp' },
        ],
      },
      {
        text: 'In production',
        items: [
          { text: 'Keys and outages', link: '/keys' },
          { text: 'Operations', link: '/operations' },
          { text: 'Security model', link: '/security' },
        ],
      },
      {
        text: 'When a request fails',
        items: [
          { text: 'Why 401?', link: '/why-401' },
          { text: 'Troubleshooting', link: '/troubleshooting' },
        ],
      },
      {
        text: 'Users and tokens',
        items: [
          { text: 'Accept ID tokens', link: '/recipes/id-tokens' },
          { text: 'Use the username as userId', link: '/recipes/user-name' },
          { text: 'Keep req.userId', link: '/recipes/keep-user-id' },
          { text: 'Cookies', link: '/recipes/cookies' },
          { text: 'Refresh tokens', link: '/recipes/refresh' },
          { text: 'Machine to machine', link: '/recipes/machine-to-machine' },
          { text: 'Multi-tenant APIs', link: '/recipes/tenants' },
          { text: 'Revocation with your own store', link: '/recipes/sign-out' },
        ],
      },
      {
        text: 'Together with',
        items: [
          { text: 'NestJS', link: '/recipes/nest' },
          { text: 'Next.js', link: '/recipes/nextjs' },
          { text: 'GraphQL', link: '/recipes/graphql' },
          { text: 'tRPC', link: '/recipes/trpc' },
          { text: 'WebSockets', link: '/recipes/websockets' },
          { text: 'Socket.IO', link: '/recipes/socket-io' },
          { text: 'OpenAPI', link: '/recipes/openapi' },
          { text: 'CORS', link: '/recipes/cors' },
          { text: 'Rate limits', link: '/recipes/rate-limits' },
          { text: 'Bundlers', link: '/recipes/bundling' },
          { text: 'AWS Lambda', link: '/recipes/lambda' },
          { text: 'API Gateway and load balancers', link: '/recipes/behind-aws' },
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
      // Core comes last: most applications use it only through an adapter.
      { text: 'Reference', items: [...reference.slice(1), ...reference.slice(0, 1)] },
    ],
  },
})
