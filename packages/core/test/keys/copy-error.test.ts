import { describe, expect, it } from 'vitest'
import { codeOf, copyError } from '../../dist/keys/copy-error.js'

const same = (text: string) => text
const masked = (text: string) => text.replaceAll('secret', '…')

function withCode(message: string, code: string): Error {
  return Object.assign(new Error(message), { code })
}

describe('copyError', () => {
  it('copies name, message, code and stack, and nothing else', () => {
    const error = Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input: 'secret' })
    const copy = copyError(error, same)
    expect(copy).toBeInstanceOf(Error)
    expect(copy).toMatchObject({ name: 'TypeError', message: 'Invalid URL', code: 'ERR_INVALID_URL' })
    expect(copy.stack).toBe(error.stack)
    expect(Object.keys(copy)).toEqual(['code'])
  })

  it('copies the causes', () => {
    const error = new TypeError('fetch failed', { cause: withCode('no network', 'ENETUNREACH') })
    expect(copyError(error, same)).toMatchObject({
      message: 'fetch failed',
      cause: { message: 'no network', code: 'ENETUNREACH' },
    })
  })

  it('hides secrets in each text', () => {
    const cause = withCode('the secret is out', 'E_secret')
    const copy = copyError(new Error('a secret', { cause }), masked)
    expect(copy).toMatchObject({ message: 'a …', cause: { message: 'the … is out', code: 'E_…' } })
    expect(copy.stack).not.toContain('secret')
    expect(copyError('a secret', masked).message).toBe('a …')
  })

  it('says of an error of several addresses what happened to each', () => {
    const errors = [
      withCode('connect ECONNREFUSED 127.0.0.1:9', 'ECONNREFUSED'),
      withCode('connect ETIMEDOUT 127.0.0.2:9', 'ETIMEDOUT'),
    ]
    const error = Object.assign(new AggregateError(errors), { code: 'ECONNREFUSED' })
    expect(copyError(error, same)).toMatchObject({
      name: 'AggregateError',
      message: 'connect ECONNREFUSED 127.0.0.1:9; connect ETIMEDOUT 127.0.0.2:9',
      code: 'ECONNREFUSED',
    })
  })

  it('prefers a message of its own', () => {
    expect(copyError(new AggregateError([new Error('one')], 'all failed'), same).message).toBe('all failed')
  })

  it.each([
    ['an error without a message', new Error(), 'without a message'],
    ['an object', {}, 'without a message'],
    ['a message that is not a text', { message: 7 }, 'without a message'],
    ['errors that are none', new AggregateError([7, undefined]), 'number; undefined'],
    ['a number', 7, 'thrown: number'],
    ['nothing', undefined, 'thrown: undefined'],
    ['a symbol', Symbol('secret'), 'thrown: symbol'],
  ])('copies %s', (_, error, message) => {
    expect(copyError(error, same).message).toBe(message)
  })

  it('ends in causes, and in errors, that lead back to their beginning', () => {
    const error = new Error('loop')
    error.cause = error
    let length = 0
    for (let copy: unknown = copyError(error, same); copy instanceof Error; copy = copy.cause) length++
    expect(length).toBe(5)

    const several = new AggregateError([])
    several.errors.push(several)
    expect(copyError(several, same).message).toBe('without a message')
  })
})

describe('codeOf', () => {
  it('is the code of the error, or of the nearest cause that has one', () => {
    const refused = withCode('refused', 'ECONNREFUSED')
    const failed = new Error('failed', { cause: new Error('failed', { cause: refused }) })
    expect(codeOf(copyError(refused, same))).toBe('ECONNREFUSED')
    expect(codeOf(copyError(failed, same))).toBe('ECONNREFUSED')
    expect(codeOf(copyError(Object.assign(failed, { code: 'UND_ERR' }), same))).toBe('UND_ERR')
    expect(codeOf(copyError(new Error('failed'), same))).toBeUndefined()
  })
})
