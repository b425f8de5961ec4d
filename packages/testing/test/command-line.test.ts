import { describe, expect, it } from 'vitest'
import { help, nameOption, parseCommand } from '../dist/command-line.js'
import { explainHelp } from '../dist/explain-command.js'
import { serveHelp } from '../dist/serve-command.js'
import { UsageError } from '../dist/usage-error.js'

describe('parseCommand', () => {
  it('finds the command, also behind options', () => {
    expect(parseCommand(['explain', 'a.b.c'])).toMatchObject({ name: 'explain', text: 'a.b.c' })
    expect(parseCommand(['--issuer', 'i', 'explain'])).toMatchObject({ options: { issuer: 'i' } })
    expect(parseCommand(['--port', '1', 'serve'])).toMatchObject({ name: 'serve', options: { port: 1 } })
  })

  it.each([
    [['--help'], help],
    [['-h'], help],
    [['another', '--help'], help],
    [['explain', '--help'], explainHelp],
    [['--help', 'serve'], serveHelp],
  ])('parses %j as a request for help', (args, text) => {
    expect(parseCommand(args)).toEqual({ name: 'help', text })
  })

  it.each([[[]], [['a.b.secret']], [['explain', '--token=a.b.secret']], [['explain', '--help=a.b.secret']]])(
    'rejects %j without repeating values',
    (args) => {
      expect(() => parseCommand(args)).toThrow(UsageError)
      expect(() => parseCommand(args)).not.toThrow('secret')
    },
  )
})

describe('nameOption', () => {
  it('replaces the option of a command by its flag', () => {
    expect(nameOption("clientId is ''. It must be …")).toBe("--client-id is ''. It must be …")
    expect(nameOption('jwksUri is missing')).toBe('--jwks-uri is missing')
    expect(nameOption('other is missing')).toBe('other is missing')
  })
})

describe('help', () => {
  it('fits 100 columns', () => {
    expect(help.split('\n').filter((line) => line.length > 100)).toEqual([])
  })
})
