import { describe, expect, it } from 'vitest'
import { nameFlag, parseFlags } from '../dist/parse-flags.js'
import { UsageError } from '../dist/usage-error.js'

const flags = { 'client-id': { type: 'string' }, port: { type: 'string' } } as const

describe('parseFlags', () => {
  it('returns the values of the flags and the other arguments', () => {
    const { values, positionals } = parseFlags(['a', '--port', '1', 'b', '--client-id=c'], flags)
    expect({ ...values }).toEqual({ port: '1', 'client-id': 'c' })
    expect(positionals).toEqual(['a', 'b'])
  })

  it.each([
    [['--prot', '1'], "Unknown option '--prot'. Did you mean --port?"],
    [['--clientId=a.b.secret'], "Unknown option '--clientId'. Did you mean --client-id?"],
    [['--host', '0.0.0.0'], "Unknown option '--host'."],
    [['-x'], "Unknown option '-x'."],
    [['--port'], "Option '--port <value>' argument missing."],
    [['--port', '--client-id'], "Option '--port' argument is ambiguous."],
  ])('rejects %j', (args, message) => {
    expect(() => parseFlags(args, flags)).toThrow(new UsageError(message))
  })
})

describe('nameFlag', () => {
  it('replaces the option at the beginning of a message by its flag', () => {
    expect(nameFlag("clientId is ''.", flags)).toBe("--client-id is ''.")
    expect(nameFlag('port clientId', flags)).toBe('--port clientId')
  })

  it.each(['issuer is missing', 'The clientId is missing', 'constructor is missing', ''])(
    'leaves %j as it is',
    (message) => {
      expect(nameFlag(message, flags)).toBe(message)
    },
  )
})
