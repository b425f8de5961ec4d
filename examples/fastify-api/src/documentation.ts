import { openapiComponents, openapiTransform } from '@cognito-auth/fastify'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'

const components = openapiComponents({
  domain: 'auth.example.com',
  scopes: { openid: 'Sign in', 'orders/read': 'Read orders' },
})

/** Serves the OpenAPI document of the API, and a page that shows it, at `/docs`. Neither needs a token. */
export async function addDocumentation(app: FastifyInstance): Promise<void> {
  app.addHook('onRoute', (route) => {
    const isDocumentation = route.url === '/docs' || route.url.startsWith('/docs/')
    if (isDocumentation) route.config = { ...route.config, cognito: false }
  })
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Orders', version: '1.0.0' }, components },
    transform: openapiTransform(),
  })
  await app.register(swaggerUi, { routePrefix: '/docs' })
}
