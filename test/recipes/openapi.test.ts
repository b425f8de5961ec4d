import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPage, type Page } from '../support/page.ts'

describe('The recipe for OpenAPI', () => {
  let page: Page

  beforeAll(async () => {
    page = await openPage('docs/recipes/openapi.md')
  })

  afterAll(() => page.remove())

  it('declares a scheme that only takes a token', async () => {
    const { components } = await page.module<{ components: object }>("scheme: 'bearer'")
    expect(components).toMatchObject({
      securitySchemes: { cognito: { type: 'http', scheme: 'bearer' } },
      schemas: { AuthError: { type: 'object' } },
    })
  })

  it('reads a guard', async () => {
    const { security } = await page.module<{ security: object }>('securityOf')
    expect(security).toEqual([{ cognito: ['orders/read'] }, { cognito: ['orders/admin'] }])
  })
})
