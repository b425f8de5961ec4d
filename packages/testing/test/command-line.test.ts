import { commandOf, help, inWordsOfFlags, UsageError } from '../dist/command-line.js'
import { describe, expect, it } from 'vitest'

describe('commandOf', () => {
  it('takes the token, or leaves it to stdin', () => {
    expect(commandOf(['explain', 'a.b.c'])).toEqual({ name: 'explain', text: 'a.b.c', options: {} })
    expect(commandOf(['explain'])).toEqual({ name: 'explain', text: undefined, options: {} })
  })

  it('takes Bearer without quotes', () => {
    expect(commandOf(['explain', 'Bearer', 'a.b.c'])).toMatchObject({ text: 'Bearer a.b.c' })
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
  ])('makes options of %j', (args, options) => {
    expect(commandOf(['explain', ...args, 'a.b.c'])).toEqual({ name: 'explain', text: 'a.b.c', options })
    expect(commandOf([...args, 'explain', 'a.b.c'])).toMatchObject({ options })
  })

  it.each([[['--help']], [['-h']], [['explain', '--help']]])('asks for help with %j', (args) => {
    expect(commandOf(args)).toEqual({ name: 'help' })
  })

  it.each([[[]], [['a.b.secret']], [['explain', '--token=a.b.secret']], [['explain', '--help=a.b.secret']]])(
    'refuses %j without repeating values',
    (args) => {
      expect(() => commandOf(args)).toThrow(UsageError)
      expect(() => commandOf(args)).not.toThrow('secret')
    },
  )

  it.each(['--issuer', '--client-id'])('refuses %s without a value', (flag) => {
    expect(() => commandOf(['explain', 'a.b.c', flag])).toThrow(`Option '${flag} <value>' argument missing.`)
  })
})

describe('inWordsOfFlags', () => {
  it('puts the flag in the place of the option', () => {
    expect(inWordsOfFlags("clientId is ''. It must be …", 'clientId')).toBe("--client-id is ''. It must be …")
    expect(inWordsOfFlags('other is missing', 'other')).toBe('other is missing')
  })
})

describe('help', () => {
  it('fits 100 columns', () => {
    expect(help.split('\n').filter((line) => line.length > 100)).toEqual([])
  })
})
