import { describe, expect, it } from 'vitest'
import { serverMetadataPath, writeMetadataUrl } from '../../dist/resources/well-known.js'

describe('writeMetadataUrl', () => {
  it.each([
    ['https://api.example.com', 'https://api.example.com/.well-known/oauth-protected-resource'],
    ['https://api.example.com/', 'https://api.example.com/.well-known/oauth-protected-resource'],
    ['https://api.example.com/mcp', 'https://api.example.com/.well-known/oauth-protected-resource/mcp'],
    ['https://api.example.com/mcp/', 'https://api.example.com/.well-known/oauth-protected-resource/mcp/'],
    ['http://localhost:3000/a/b', 'http://localhost:3000/.well-known/oauth-protected-resource/a/b'],
  ])('puts the well-known path between host and path of %s', (resource, url) => {
    expect(writeMetadataUrl(resource)).toBe(url)
  })
})

describe('serverMetadataPath', () => {
  it('is the one of RFC 8414', () => {
    expect(serverMetadataPath).toBe('/.well-known/oauth-authorization-server')
  })
})
