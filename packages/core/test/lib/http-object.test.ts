import { describe, expect, it } from 'vitest'
import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { httpObjectKind } from '../../dist/lib/http-object.js'
import { withPolluted } from '../support/pollution.ts'

const message = new IncomingMessage(new Socket())
message.method = 'GET'

/** What inherits its members, as requests of the frameworks do. */
const inheriting = (members: object): object => Object.create(Object.create(members))

describe('httpObjectKind', () => {
  it.each([
    ['a request of Node', message, 'request'],
    ['a request of Express', Object.create(message), 'request'],
    ['a request of Fastify', inheriting({ raw: message, headers: {} }), 'request'],
    ['a request of the web', new Request('https://api.example.com/'), 'request'],
    ['an application of Express', Object.assign(() => undefined, { handle: () => undefined }), 'application'],
    ['an application of Fastify', { addHook: () => undefined, register: () => undefined }, 'application'],
    ['a scope of Fastify', Object.create({ addHook: () => undefined }), 'application'],
  ])('recognizes %s', (_, value, kind) => {
    expect(httpObjectKind(value)).toBe(kind)
  })

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'GET'],
    ['options', { userPoolId: 'us-east-1_EXAMPLE1' }],
    ['an array', [message]],
    ['a function', () => undefined],
    ['headers alone', inheriting({ headers: {} })],
    ['a method alone', inheriting({ method: 'GET' })],
    ['headers that are none', inheriting({ headers: 'x', method: 'GET' })],
  ])('returns undefined for %s', (_, value) => {
    expect(httpObjectKind(value)).toBeUndefined()
  })

  it('does not take a polluted prototype for a request', () => {
    const members = { headers: {}, method: 'GET', raw: {}, addHook: () => undefined, handle: () => undefined }
    expect(withPolluted(members, () => httpObjectKind({}))).toBeUndefined()
  })
})
