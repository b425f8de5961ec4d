import { parseCommand, help, nameFlag, UsageError } from '../dist/command-line.js'
import { describe, expect, it } from 'vitest'

describe('parseCommand', () => {
  it('takes the token from the arguments, or leaves it to stdin', () => {
    expect(parseCommand(['explain', 'a.b.c'])).toEqual({ name: 'explain', text: 'a.b.c', options: {} })
    expect(parseCommand(['explain'])).toEqual({ name: 'explain', text: undefined, options: {} })
  })

  it('accepts Bearer without quotes', () => {
    expect(parseCommand(['explain', 'Bearer', 'a.b.c'])).toMatchObject({ text: 'Bearer a.b.c' })
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
    expect(parseCommand(['explain', ...args, 'a.b.c'])).toEqual({ name: 'explain', text: 'a.b.c', options })
    expect(parseCommand([...args, 'explain', 'a.b.c'])).toMatchObject({ options })
  })

  it.each([[['--help']], [['-h']], [['explain', '--help']]])('parses %j as a request for help', (args) => {
    expect(parseCommand(args)).toEqual({ name: 'help' })
  })

  it.each([[[]], [['a.b.secret']], [['explain', '--token=a.b.secret']], [['explain', '--help=a.b.secret']]])(
    'rejects %j without repeating values',
    (args) => {
      expect(() => parseCommand(args)).toThrow(UsageError)
      expect(() => parseCommand(args)).not.toThrow('secret')
    },
  )

  it.each(['--issuer', '--client-id'])('rejects %s without a value', (flag) => {
    expect(() => parseCommand(['explain', 'a.b.c', flag])).toThrow(
      `Option '${flag} <value>' argument missing.`,
    )
  })
})

describe('nameFlag', () => {
  it('replaces the option by its flag', () => {
    expect(nameFlag("clientId is ''. It must be …", 'clientId')).toBe("--client-id is ''. It must be …")
    expect(nameFlag('other is missing', 'other')).toBe('other is missing')
  })
})

describe('help', () => {
  it('fits 100 columns', () => {
    expect(help.split('\n').filter((line) => line.length > 100)).toEqual([])
  })
})
