import { openapiTransform } from '@cognito-auth/fastify'
import type { FastifySchema } from 'fastify'
import { describe, expect, it } from 'vitest'
import { withPollution } from '../../../test/support/pollution.ts'

const url = '/orders'
const security = [{ cognito: ['orders/read'] }]

/** The status codes that a route is described with. */
function statusesOf(schema: object): readonly string[] {
  const { response = {} } = openapiTransform()({ schema, url }).schema
  return Object.keys(response ?? {})
}

describe('openapiTransform', () => {
  it.each([
    ['the scheme cognito', [{ cognito: [] }]],
    ['one of its alternatives', [{ apiKey: [] }, { cognito: [] }]],
    ['optional authentication', [{ cognito: [] }, {}]],
  ])('adds the refusals where security names %s', (_, required) => {
    expect(statusesOf({ security: required })).toEqual(['200', '401', '403', '503'])
  })

  it.each([undefined, [], [{}], [{ apiKey: [] }], 'cognito'])(
    'adds none where security is %j',
    (required) => {
      const schema: object = { security: required }
      expect(openapiTransform()({ schema, url })).toEqual({ schema, url })
    },
  )

  it('adds none to a route without a schema', () => {
    const route = { schema: undefined as FastifySchema | undefined, url }
    expect(openapiTransform()(route as { schema: FastifySchema; url: string })).toEqual(route)
  })

  it('refers to the schema of errors', () => {
    expect(openapiTransform()({ schema: { security } as object, url }).schema.response).toHaveProperty(
      ['403', 'content', 'application/json', 'schema'],
      { $ref: '#/components/schemas/AuthError' },
    )
  })

  it('keeps the responses of the route, and its schema as it is', () => {
    const response = { 201: { type: 'object' }, 403: { type: 'null' } }
    const schema: FastifySchema & { security: object } = { security, response }
    const described = openapiTransform()({ schema, url }).schema.response
    expect(described).toMatchObject(response)
    expect(Object.keys(described ?? {})).toEqual(['201', '401', '403', '503'])
    expect(Object.keys(schema.response ?? {})).toEqual(['201', '403'])
  })

  it('applies a transform of the application first', () => {
    const transform = openapiTransform((route: { schema: FastifySchema; url: string; prefix: string }) => ({
      schema: { ...route.schema, security } as FastifySchema,
      url: route.prefix + route.url,
    }))
    const { schema, url: transformed } = transform({ schema: {}, url, prefix: '/v1' })
    expect(transformed).toBe('/v1/orders')
    expect(Object.keys(schema.response ?? {})).toContain('401')
  })

  it('reads nothing from a polluted Object.prototype', async () => {
    await withPollution({ security, response: { 200: {} }, cognito: [] }, () => {
      expect(Object.keys(openapiTransform()({ schema: {}, url }).schema)).toEqual([])
      expect(Object.keys(openapiTransform()({ schema: { security: [{}] } as object, url }).schema)).toEqual([
        'security',
      ])
    })
  })
})
