import { cognitoAuth, openapiComponents, openapiTransform, requireScope } from '@cognito-auth/fastify'
import { createTestUserPool } from '@cognito-auth/testing'
import swagger from '@fastify/swagger'
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyInstance } from 'fastify'
import {
  createJsonSchemaTransformObject,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import type { OpenAPIV3_1 } from 'openapi-types'
import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { mistakesIn } from './support/validate.ts'

const pool = await createTestUserPool()
const components = openapiComponents({
  domain: 'auth.example.com',
  scopes: { 'orders/write': 'Place orders' },
})
const openapi = (version: string) => ({
  openapi: version,
  info: { title: 'Orders', version: '1.0.0' },
  components,
})

const onRequest = requireScope('orders/write')

const providers: readonly { provider: string; create: (version: string) => Promise<FastifyInstance> }[] = [
  {
    provider: 'JSON Schema',
    async create(version) {
      const app = Fastify()
      await app.register(swagger, { openapi: openapi(version), transform: openapiTransform() })
      await app.register(cognitoAuth, { ...pool.options, openapi: true })
      const body = { type: 'object', required: ['item'], properties: { item: { type: 'string' } } }
      const response = { 200: { type: 'object', properties: { item: { type: 'string' } } } }
      app.post<{ Body: { item: string } }>(
        '/orders',
        { onRequest, schema: { body, response } },
        (request) => ({
          item: request.body.item,
          secret: 'not in the schema',
        }),
      )
      return app
    },
  },
  {
    provider: 'TypeBox',
    async create(version) {
      const app = Fastify()
        .setValidatorCompiler(TypeBoxValidatorCompiler)
        .withTypeProvider<TypeBoxTypeProvider>()
      await app.register(swagger, { openapi: openapi(version), transform: openapiTransform() })
      await app.register(cognitoAuth, { ...pool.options, openapi: true })
      const order = Type.Object({ item: Type.String() })
      app.post('/orders', { onRequest, schema: { body: order, response: { 200: order } } }, (request) => ({
        item: request.body.item,
        secret: 'not in the schema',
      }))
      return app
    },
  },
  {
    provider: 'zod',
    async create(version) {
      const app = Fastify()
        .setValidatorCompiler(validatorCompiler)
        .setSerializerCompiler(serializerCompiler)
        .withTypeProvider<ZodTypeProvider>()
      await app.register(swagger, {
        openapi: openapi(version),
        transform: openapiTransform(jsonSchemaTransform),
        transformObject: createJsonSchemaTransformObject({}),
      })
      await app.register(cognitoAuth, { ...pool.options, openapi: true })
      const order = z.object({ item: z.string() })
      app.post('/orders', { onRequest, schema: { body: order, response: { 200: order } } }, (request) => ({
        item: request.body.item,
        secret: 'not in the schema',
      }))
      return app
    },
  },
]

const cases = providers.flatMap(({ provider, create }) => [
  { provider, create, version: '3.0.3' },
  { provider, create, version: '3.1.0' },
])

describe.each(cases)('Routes with schemas of $provider, in OpenAPI $version,', ({ create, version }) => {
  it('are described with their bodies, requirements and refusals', async () => {
    const app = await create(version)
    await app.ready()
    const document = app.swagger() as OpenAPIV3_1.Document
    await app.close()

    expect(await mistakesIn(document)).toEqual([])
    expect(document.components?.schemas).toHaveProperty('AuthError.properties.code')
    const operation = document.paths?.['/orders']?.post
    expect(operation?.security).toEqual([{ cognito: ['orders/write'] }])
    expect(operation?.requestBody).toHaveProperty(
      ['content', 'application/json', 'schema', 'properties', 'item', 'type'],
      'string',
    )
    expect(Object.keys(operation?.responses ?? {})).toEqual(['200', '401', '403', '503'])
    expect(operation?.responses?.['401']).toHaveProperty(['content', 'application/json', 'schema'], {
      $ref: '#/components/schemas/AuthError',
    })
  })

  it('answer as before', async () => {
    const app = await create(version)
    const send = (authorization: string, payload: object) =>
      app.inject({ method: 'POST', url: '/orders', headers: { authorization }, payload })

    const refused = await send('Basic YTpi', { item: 'tea' })
    expect(refused.statusCode).toBe(401)
    expect(refused.json()).toMatchObject({
      code: 'credentials_missing',
      message: 'A bearer token is required',
    })
    const forbidden = await send(pool.bearer(), { item: 'tea' })
    expect(forbidden.json()).toMatchObject({ statusCode: 403, code: 'forbidden' })

    const writer = pool.bearer({ scopes: ['orders/write'] })
    expect((await send(writer, { item: 'tea' })).json()).toEqual({ item: 'tea' })
    expect((await send(writer, {})).statusCode).toBe(400)
    await app.close()
  })
})
