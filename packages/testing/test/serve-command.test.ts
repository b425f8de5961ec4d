import { describe, expect, it } from 'vitest'
import { parseServe, serveHelp } from '../dist/serve-command.js'
import { UsageError } from '../dist/usage-error.js'

describe('parseServe', () => {
  it('has defaults', () => {
    expect(parseServe(['serve'])).toEqual({
      name: 'serve',
      options: {
        port: 4000,
        pool: {},
        users: new Map([
          ['alice', ['admin']],
          ['bob', []],
        ]),
      },
    })
  })

  it('parses the pool', () => {
    const { pool } = parseServe(['serve', '--user-pool-id', 'eu-west-1_A', '--client-id', 'c']).options
    expect(pool).toEqual({ userPoolId: 'eu-west-1_A', clientId: 'c' })
  })

  it('parses users and their groups', () => {
    const { users } = parseServe(['serve', '--user', 'carol=a,b=c', '--user', 'dave']).options
    expect([...users]).toEqual([
      ['carol', ['a', 'b=c']],
      ['dave', []],
    ])
  })

  it.each(['', '=admin', 'alice=', 'alice=admin,'])('rejects the user %j', (user) => {
    expect(() => parseServe(['serve', '--user', user])).toThrow('--user must be a name, or a name and its')
  })

  it.each([0, 65_535])('accepts the port %i', (port) => {
    expect(parseServe(['serve', `--port=${port}`]).options.port).toBe(port)
  })

  it.each(['-1', '65536', '1.5', '', ' 1', 'http'])('rejects the port %j', (port) => {
    expect(() => parseServe(['serve', `--port=${port}`])).toThrow(
      'It must be a whole number from 0 to 65535.',
    )
  })

  it('rejects other arguments', () => {
    expect(() => parseServe(['serve', '4000'])).toThrow(
      new UsageError('The command serve takes options only.'),
    )
    expect(() => parseServe(['serve', '--host', '0.0.0.0'])).toThrow("Unknown option '--host'.")
  })
})

describe('serveHelp', () => {
  it('fits 100 columns', () => {
    expect(serveHelp.split('\n').filter((line) => line.length > 100)).toEqual([])
  })
})
