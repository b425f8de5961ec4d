import { describe, expect, it } from 'vitest'
import { createAuthenticator } from '../../dist/authenticate/create-authenticator.js'
import { checkNotRequest } from '../../dist/settings/check-not-request.js'
import { resolveOptions } from '../../dist/settings/resolve-options.js'
import { fromJavaScript, mistakeOf } from '../support/refusal.ts'
import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'

const request = Object.assign(new IncomingMessage(new Socket()), { method: 'GET' })

describe('checkNotRequest', () => {
  it('says that the factory has to be called', () => {
    expect(mistakeOf(() => checkNotRequest(request, 'requireAuth'))).toMatchObject({
      name: 'ConfigurationError',
      option: 'options',
      message: 'requireAuth was handed a request instead of options. Call it: app.use(requireAuth()).',
    })
  })

  it('says how to call createAuthenticator', () => {
    expect(mistakeOf(() => createAuthenticator(fromJavaScript(request))).message).toBe(
      'createAuthenticator was handed a request instead of options. Call it: createAuthenticator().',
    )
  })

  it('gives an example if it does not know the factory', () => {
    expect(mistakeOf(() => resolveOptions(fromJavaScript(request))).message).toBe(
      'A function that takes options was handed a request instead. Call it, for example: app.use(requireAuth()).',
    )
  })

  it('names an application', () => {
    const application = Object.assign(() => undefined, { handle: () => undefined })
    expect(mistakeOf(() => checkNotRequest(application, 'requireAuth')).message).toContain(
      'requireAuth was handed an application instead of options.',
    )
  })

  it.each([undefined, null, 7, 'text', {}, { headers: 'x' }, [], () => undefined])('accepts %o', (value) => {
    expect(() => checkNotRequest(value, 'requireAuth')).not.toThrow()
  })
})
