import { describe, expect, it, vi } from 'vitest'
import { withPollution } from '../../../../test/support/pollution.ts'
import { checkRevocation } from '../../dist/authenticate/check-revocation.js'
import {
  ForbiddenError,
  InvalidTokenError,
  KeysUnavailableError,
  RevocationsUnavailableError,
  UnauthenticatedError,
} from '../../dist/refusal/errors.js'
import type { Principal } from '../../dist/types/principal.js'
import type { Revocations } from '../../dist/types/revocations.js'
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

/** A list of revocations whose `check` is this. */
function listWith(check: (principal: Principal) => unknown): Revocations {
  return { check: (asked) => fromJavaScript(check(asked)), ready: () => Promise.resolve() }
}

/** Checks with a list that answers this. */
function checkList(verdict: unknown) {
  return checkRevocation(principal, { revocations: listWith(() => verdict) })
}

/** What a check throws or rejects with, when the list throws this, and when it rejects with it. */
async function listFailuresFor(thrown: unknown): Promise<readonly unknown[]> {
  const throwing = listWith(() => {
    throw thrown
  })
  // oxlint-disable-next-line prefer-promise-reject-errors -- a list may reject with anything
  const rejecting = listWith(() => Promise.reject(thrown))
  return Promise.all(
    [throwing, rejecting].map((revocations) =>
      rejectionOf((async () => checkRevocation(principal, { revocations }))()),
    ),
  )
}

describe('checkRevocation', () => {
  it('refuses nothing without revocations and isRevoked', () => {
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
    for (const unavailable of [new KeysUnavailableError(), new RevocationsUnavailableError()])
      expect(await failuresFor(unavailable)).toEqual([unavailable, unavailable])
  })

  it('does not read a polluted Object.prototype as an answer', async () => {
    await withPollution({ revoked: false, reason: 'revoked' }, () => {
      expect(() => checkWith({})).toThrow(TypeError)
      expect(checkWith(false)).toBeUndefined()
    })
  })
})

describe('checkRevocation with revocations', () => {
  it('asks the list about the principal, as a method of the list', () => {
    const revocations = {
      asked: [] as unknown[],
      check(asked: Principal) {
        this.asked.push(asked)
        return { revoked: false }
      },
      ready: () => Promise.resolve(),
    }
    expect(checkRevocation(principal, { revocations })).toBeUndefined()
    expect(revocations.asked).toEqual([principal])
  })

  it('needs no promise for a verdict at once', () => {
    const cause = new Error('no store')
    expect(checkList({ revoked: false })).toBeUndefined()
    expect(checkList({ revoked: true })).toEqual(revoked)
    expect(checkList({ unavailable: cause })).toEqual({
      reason: 'revocations_unavailable',
      userPoolId,
      cause,
    })
  })

  it('awaits a promise of a verdict', async () => {
    expect(checkList(Promise.resolve({ revoked: false }))).toBeInstanceOf(Promise)
    expect(await checkList(Promise.resolve({ revoked: false }))).toBeUndefined()
    expect(await checkList(Promise.resolve({ revoked: true }))).toEqual(revoked)
    expect(await checkList(Promise.resolve({ unavailable: 'no store' }))).toMatchObject({
      reason: 'revocations_unavailable',
      cause: 'no store',
    })
  })

  it('refuses also if the list is unavailable for a reason that is falsy', () => {
    for (const unavailable of [undefined, null, false, 0, ''])
      expect(checkList({ unavailable })).toMatchObject({ reason: 'revocations_unavailable' })
  })

  it('refuses a token that is revoked by a list that is unavailable', () => {
    expect(checkList({ revoked: true, unavailable: 'too old' })).toEqual(revoked)
  })

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['false', false],
    ['true', true],
    ['a string', 'revoked'],
    ['an empty object', {}],
    ['an array', [{ revoked: false }]],
    ['revoked: undefined', { revoked: undefined }],
    ['revoked: 0', { revoked: 0 }],
    ['revoked: null', { revoked: null }],
    ['revoked: 1', { revoked: 1 }],
    ['revoked: the string false', { revoked: 'false' }],
    ['an inherited revoked', Object.create({ revoked: false })],
    ['an inherited unavailable', Object.create({ unavailable: 'no store' })],
    ['a function', () => ({ revoked: false })],
  ])('throws a TypeError for %s, at once or later', async (_, verdict) => {
    const mistake = new TypeError('revocations.check() must return { revoked } or { unavailable }')
    expect(() => checkList(verdict)).toThrow(mistake)
    await expect(checkList(Promise.resolve(verdict))).rejects.toThrow(mistake)
  })

  it.each([
    ['an error', new Error('no store')],
    ['a 401', new InvalidTokenError({ reason: 'revoked' })],
    ['a 401 that optional authentication would let pass', new UnauthenticatedError()],
    ['a 503', new RevocationsUnavailableError()],
    ['a string', 'route'],
    ['undefined', undefined],
  ])('turns %s that is thrown into an unexpected error, with its cause', async (_, thrown) => {
    const errors = await listFailuresFor(thrown)
    expect(errors).toHaveLength(2)
    for (const error of errors) {
      expect(error).toMatchObject({ name: 'Error', message: 'revocations.check() failed', cause: thrown })
      expect(error).not.toHaveProperty('statusCode')
      expect(error).not.toHaveProperty('status')
    }
  })

  it.each([
    ['at once', <Value>(value: Value) => value],
    ['later', <Value>(value: Value) => Promise.resolve(value)],
  ])('asks isRevoked after a list that answers %s, and only if the token is not on it', async (_, when) => {
    const asked: string[] = []
    const check = vi.fn<() => unknown>()
    const revocations = listWith(() => {
      asked.push('revocations')
      return when(check())
    })
    const isRevoked = () => {
      asked.push('isRevoked')
      return true
    }
    for (const [verdict, refusal, questions] of [
      [{ revoked: false }, revoked, ['revocations', 'isRevoked']],
      [{ revoked: true }, revoked, ['revocations']],
      [{ unavailable: 'x' }, { reason: 'revocations_unavailable' }, ['revocations']],
    ] as const) {
      asked.length = 0
      check.mockReturnValue(verdict)
      expect(await checkRevocation(principal, { revocations, isRevoked })).toMatchObject(refusal)
      expect(asked).toEqual(questions)
    }
  })

  it('does not read a polluted Object.prototype as a verdict', async () => {
    const [empty, valid, invalid] = [{}, { revoked: false }, { revoked: true }]
    await withPollution({ revoked: false, unavailable: 'polluted' }, () => {
      expect(() => checkList(empty)).toThrow(TypeError)
      expect(checkList(valid)).toBeUndefined()
      expect(checkList(invalid)).toEqual(revoked)
    })
    await withPollution({ revoked: true }, () => {
      expect(() => checkList(empty)).toThrow(TypeError)
      expect(checkList(valid)).toBeUndefined()
    })
  })
})

describe('a verdict of revocations', () => {
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
