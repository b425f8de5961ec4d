import { describe, expect, it } from 'vitest'
import { levels, memoryLog } from '../../../../test/support/log.ts'
import {
  ForbiddenError,
  InvalidRequestError,
  InvalidTokenError,
  KeysUnavailableError,
  UnauthenticatedError,
} from '../../dist/refusal/errors.js'
import type { Logger } from '../../dist/types/options.js'
import { fromJavaScript } from '../support/refusal.ts'
import { logRefusal } from '../../dist/refusal/log.js'

const userPoolId = 'us-east-1_EXAMPLE1'

describe('logRefusal', () => {
  it.each([
    [new UnauthenticatedError(), { code: 'credentials_missing', reason: 'no_credentials' }],
    [new InvalidRequestError(), { code: 'credentials_malformed', reason: 'malformed_credentials' }],
    [new InvalidTokenError({ reason: 'signature' }), { code: 'token_invalid', reason: 'signature' }],
    [
      new InvalidTokenError({ reason: 'expired', userPoolId }),
      { code: 'token_expired', reason: 'expired', userPoolId },
    ],
    [
      new ForbiddenError({ scope: 'orders/read', userPoolId }),
      { code: 'forbidden', reason: 'guard', userPoolId },
    ],
  ])('writes one line of level info for %s', (error, fields) => {
    const { logger, lines } = memoryLog()
    logRefusal(logger, error)
    const { time: _time, pid: _pid, hostname: _hostname, ...line } = lines[0] ?? {}
    expect(lines).toHaveLength(1)
    expect(line).toEqual({ level: levels.info, msg: 'request refused', ...fields })
  })

  it('writes one line of level warn, with the cause, if keys are unavailable', () => {
    const { logger, lines } = memoryLog()
    logRefusal(logger, new KeysUnavailableError({ cause: new Error('connection refused') }))
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({
      level: levels.warn,
      msg: 'request refused',
      code: 'keys_unavailable',
      reason: 'keys_unavailable',
      err: { type: 'Error', message: 'connection refused' },
    })
  })

  it('writes a message that is not to be sent', () => {
    const { logger, lines } = memoryLog()
    const cause = new Error('connection refused')
    logRefusal(
      logger,
      new KeysUnavailableError({ message: 'There are no keys for us-east-1_EXAMPLE1', cause }),
    )
    expect(JSON.stringify(lines[0])).toMatch(/no keys for us-east-1_EXAMPLE1.*connection refused/)
  })

  it.each([
    ['a promise that rejects', () => Promise.reject(new Error('log store is down'))],
    ['a promise that resolves', () => Promise.resolve()],
    [
      'a thenable that throws',
      () => ({
        // oxlint-disable-next-line unicorn/no-thenable -- a logger may return one
        then: () => {
          throw new Error('log store is down')
        },
      }),
    ],
  ])('survives a logger that returns %s', async (_what, write) => {
    const info: Logger['info'] = fromJavaScript(write)
    const rejections: unknown[] = []
    const note = (reason: unknown): unknown => rejections.push(reason)
    process.on('unhandledRejection', note)
    logRefusal(fromJavaScript({ info }), new UnauthenticatedError())
    await new Promise((resolve) => void setImmediate(resolve))
    process.off('unhandledRejection', note)
    expect(rejections).toEqual([])
  })
})
