import { describe, expect, it } from 'vitest'
import { explainHelp, parseExplain } from '../dist/explain-command.js'

describe('parseExplain', () => {
  it('takes the token from the arguments, or leaves it to stdin', () => {
    expect(parseExplain(['explain', 'a.b.c'])).toEqual({ name: 'explain', text: 'a.b.c', options: {} })
    expect(parseExplain(['explain'])).toEqual({ name: 'explain', text: undefined, options: {} })
  })

  it('accepts Bearer without quotes', () => {
    expect(parseExplain(['explain', 'Bearer', 'a.b.c'])).toMatchObject({ text: 'Bearer a.b.c' })
  })

  it.each([
    [['--user-pool-id', 'p'], { userPoolId: 'p' }],
    [['--user-pool-id='], { userPoolId: '' }],
    [['--client-id', 'a, b', '--client-id', 'c'], { clientId: ['a', 'b', 'c'] }],
    [['--client-id', 'null'], { clientId: null }],
    [['--token-use', 'id'], { tokenUse: 'id' }],
    [['--token-use', 'null'], { tokenUse: null }],
    [['--audience', 'a', '--audience', 'b'], { audience: ['a', 'b'] }],
    [['--user-id-claim', 'username'], { userIdClaim: 'username' }],
    [['--grace-seconds', '30'], { graceSeconds: 30 }],
    [['--grace-seconds', 'soon'], { graceSeconds: 'soon' }],
    [['--issuer', 'i', '--jwks-uri', 'j'], { issuer: 'i', jwksUri: 'j' }],
  ])('parses the options %j', (args, options) => {
    expect(parseExplain(['explain', ...args, 'a.b.c'])).toEqual({ name: 'explain', text: 'a.b.c', options })
    expect(parseExplain([...args, 'explain', 'a.b.c'])).toMatchObject({ options })
  })

  it('rejects a flag of another command', () => {
    expect(() => parseExplain(['explain', '--port', '1'])).toThrow("Unknown option '--port'.")
  })
})

describe('explainHelp', () => {
  it('fits 100 columns', () => {
    expect(explainHelp.split('\n').filter((line) => line.length > 100)).toEqual([])
  })
})
