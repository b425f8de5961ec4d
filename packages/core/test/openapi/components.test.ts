import { describe, expect, it } from 'vitest'
import { openapiComponents, type OpenapiComponentsOptions } from '../../dist/openapi/components.js'
import { buildBody } from '../../dist/refusal/answer.js'
import { codeByReason } from '../../dist/refusal/reasons.js'
import { ConfigurationError } from '../../dist/refusal/configuration-error.js'

const domain = 'auth.example.com'
const origin = 'https://auth.example.com'

describe('openapiComponents', () => {
  it('describes sign-in at the managed login, for users and for machines', () => {
    const scopes = { openid: 'Sign in', 'orders/read': 'Read orders' }
    expect(openapiComponents({ domain, scopes }).securitySchemes).toEqual({
      cognito: {
        type: 'oauth2',
        flows: {
          authorizationCode: {
            authorizationUrl: `${origin}/oauth2/authorize`,
            tokenUrl: `${origin}/oauth2/token`,
            refreshUrl: `${origin}/oauth2/token`,
            scopes,
          },
          clientCredentials: {
            tokenUrl: `${origin}/oauth2/token`,
            scopes: { 'orders/read': 'Read orders' },
          },
        },
      },
    })
  })

  it('offers nothing to machines without a scope of a resource server', () => {
    const { type, flows } = openapiComponents({ domain, scopes: ['openid', 'email'] }).securitySchemes.cognito
    expect(type).toBe('oauth2')
    expect(Object.keys(flows)).toEqual(['authorizationCode'])
    expect(flows.authorizationCode.scopes).toEqual({ openid: '', email: '' })
  })

  it('describes the body of refusals, with every code', () => {
    const { AuthError } = openapiComponents({ domain, scopes: [] }).schemas
    const body = buildBody('forbidden')
    expect(Object.keys(AuthError.properties)).toEqual(Object.keys(body))
    expect(AuthError).toEqual({
      type: 'object',
      required: Object.keys(body),
      properties: {
        statusCode: { type: 'integer' },
        code: { type: 'string', enum: expect.any(Array) },
        error: { type: 'string' },
        message: { type: 'string' },
      },
    })
    const codes = [...new Set(Object.values(codeByReason))]
    expect(AuthError.properties.code.enum.toSorted()).toEqual(codes.toSorted())
  })

  it('returns a new object each time', () => {
    const options = { domain, scopes: { openid: 'Sign in' } }
    const components = openapiComponents(options)
    components.schemas.AuthError.properties.code.enum.pop()
    components.securitySchemes.cognito.flows.authorizationCode.scopes['openid'] = 'Changed'
    expect(openapiComponents(options)).not.toEqual(components)
    expect(options.scopes).toEqual({ openid: 'Sign in' })
  })

  it.each([
    ['domain', {}],
    ['scopes', { domain }],
    ['domian', { domian: domain, scopes: [] }],
    ['options', undefined],
    ['options', []],
  ])('rejects a mistake in %s', (option, options) => {
    const create = () => openapiComponents(options as object as OpenapiComponentsOptions)
    expect(create).toThrow(ConfigurationError)
    expect(create).toThrow(option)
  })
})
