import { describe, expect, it, vi } from 'vitest'
import { withPollution } from '../../../../test/support/pollution.ts'
import { checkRevocation } from '../../dist/authenticate/check-revocation.js'
import {
  ForbiddenError,
  InvalidTokenError,
  KeysUnavailableError,
  UnauthenticatedError,
} from '../../dist/refusal/errors.js'
import type { Principal } from '../../dist/types/principal.js'
import { fromJavaScript, rejectionOf } from '../support/refusal.ts'
import { userPoolId } from '../support/signer.ts'

const principal: Principal = fromJavaScript({ userId: 'alice', userPoolId })
const revoked = { reason: 'revoked', userPoolId }

/** Checks with an `isRevoked` that returns this. */
function checkWith(answer: unknown) {
  return checkRevocation(principal, { isRevoked: () => fromJavaScript(answer) })
}

/** What a check throws or rejects with, when `isRevoked` throws this, and when it rejects with it. */
async function failuresFor(thrown: unknown): Promise<readonly unknown[]> {
  const throwing = async () =>
    checkRevocation(principal, {
      isRevoked() {
        throw thrown
      },
    })
  // oxlint-disable-next-line prefer-promise-reject-errors -- a callback may reject with anything
  const rejecting = async () => checkRevocation(principal, { isRevoked: () => Promise.reject(thrown) })
  return [await rejectionOf(throwing()), await rejectionOf(rejecting())]
}

describe('checkRevocation', () => {
  it('refuses nothing without isRevoked', () => {
    expect(checkRevocation(principal, {})).toBeUndefined()
  })

  it('asks isRevoked about the principal', () => {
    const isRevoked = vi.fn<(principal: Principal) => boolean>(() => false)
    void checkRevocation(principal, { isRevoked })
    expect(isRevoked.mock.calls).toEqual([[principal]])
  })

  it('needs no promise for a boolean', () => {
    expect(checkWith(false)).toBeUndefined()
    expect(checkWith(true)).toEqual(revoked)
  })

  it('awaits a promise of a boolean', async () => {
    expect(checkWith(Promise.resolve(false))).toBeInstanceOf(Promise)
    expect(await checkWith(Promise.resolve(false))).toBeUndefined()
    expect(await checkWith(Promise.resolve(true))).toEqual(revoked)
  })

  it('awaits an object that is like a promise', async () => {
    // oxlint-disable-next-line unicorn/no-thenable -- query builders are like this
    const queryBuilder = { then: (resolve: (value: unknown) => void) => resolve(true) }
    expect(await checkWith(queryBuilder)).toEqual(revoked)
  })

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['0', 0],
    ['1', 1],
    ['an empty string', ''],
    ['the string true', 'true'],
    ['an object', {}],
    ['a Boolean object', Object(false)],
    ['a function', () => false],
  ])('throws a TypeError for %s, at once or later', async (_, answer) => {
    const mistake = new TypeError('isRevoked must return true or false')
    expect(() => checkWith(answer)).toThrow(mistake)
    await expect(checkWith(Promise.resolve(answer))).rejects.toThrow(mistake)
  })

  it.each([
    ['an error', new Error('no database')],
    ['a 401', new InvalidTokenError({ reason: 'revoked' })],
    ['a 401 that optional authentication would let pass', new UnauthenticatedError()],
    ['a 403', new ForbiddenError()],
    ['an error with a status', Object.assign(new Error('not found'), { statusCode: 404, status: 404 })],
    ['an error with status 503', Object.assign(new Error('down'), { statusCode: 503, status: 503 })],
    ['a string', 'route'],
    ['undefined', undefined],
  ])('turns %s that is thrown into an unexpected error, with its cause', async (_, thrown) => {
    for (const error of await failuresFor(thrown)) {
      expect(error).toMatchObject({ name: 'Error', message: 'isRevoked failed', cause: thrown })
      expect(error).not.toHaveProperty('statusCode')
      expect(error).not.toHaveProperty('status')
    }
  })

  it('throws an AuthError with status 503 unchanged', async () => {
    const unavailable = new KeysUnavailableError()
    for (const error of await failuresFor(unavailable)) expect(error).toBe(unavailable)
  })

  it('does not read a polluted Object.prototype as an answer', async () => {
    await withPollution({ revoked: false, reason: 'revoked' }, () => {
      expect(() => checkWith({})).toThrow(TypeError)
      expect(checkWith(false)).toBeUndefined()
    })
  })
})

describe('a verdict of revocations', () => {
  function checkList(verdict: unknown) {
    const ready = () => Promise.resolve()
    return checkRevocation(principal, { revocations: { check: () => fromJavaScript(verdict), ready } })
  }
  const fault = new Error('no store')
  const unavailable = { reason: 'revocations_unavailable', userPoolId, cause: fault }

  it.each([
    [{ revoked: false }, undefined],
    [{ revoked: false, unavailable: undefined }, undefined],
    [{ revoked: true }, revoked],
    [{ revoked: true, unavailable: fault }, revoked],
    [{ unavailable: fault }, unavailable],
    [{ unavailable: undefined }, { ...unavailable, cause: undefined }],
    [{ revoked: false, unavailable: fault }, unavailable],
    [{ revoked: undefined, unavailable: fault }, unavailable],
  ])('%j is %j', async (verdict, refusal) => {
    expect(checkList(verdict)).toEqual(refusal)
    expect(await checkList(Promise.resolve(verdict))).toEqual(refusal)
  })

  it.each([
    [undefined],
    [null],
    [false],
    [[]],
    [{}],
    [{ revoked: 0 }],
    [{ revoked: 'false' }],
    ['unavailable'],
  ])('%j is an unexpected error', async (verdict) => {
    expect(() => checkList(verdict)).toThrow(TypeError)
    expect(await rejectionOf(Promise.resolve(checkList(Promise.resolve(verdict))))).toBeInstanceOf(TypeError)
  })
})
