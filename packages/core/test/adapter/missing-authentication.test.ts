import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest'
import { prepareWarnings } from '../../dist/adapter/missing-authentication.js'

describe('prepareWarnings', () => {
  const details = { type: 'CognitoAuthWarning', code: 'COGNITO_AUTH_GUARD_ALONE' }
  const request = {}
  let emitWarning: MockInstance<(text: string | Error) => void>

  beforeEach(() => {
    emitWarning = vi.spyOn(process, 'emitWarning').mockReturnValue()
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })

  it('warns once for each place, with the name and the remedy', () => {
    const warn = prepareWarnings('package-1', () => false, 'Authenticate first.')('requireGroup')
    expect(emitWarning).not.toHaveBeenCalled()
    const [one, other] = [{}, {}]
    for (const place of [one, other, one, other]) warn(request, place)
    const text =
      'requireGroup() refused a request because no authentication ran before it. Authenticate first.'
    expect(emitWarning.mock.calls).toEqual([
      [text, details],
      [text, details],
    ])
  })

  it('says so if another copy of the package has authenticated the request', () => {
    const createWarning = prepareWarnings('package-2', () => false, 'Authenticate first.')
    prepareWarnings('package-2', (seen) => seen === request, 'Authenticate first.')
    createWarning('getPrincipal')(request, {})
    createWarning('getPrincipal')({}, {})
    expect(emitWarning.mock.calls.map(([text]) => text)).toEqual([
      'getPrincipal() refused a request because no authentication ran before it. Another copy of package-2 authenticated ' +
        'the request. Install the package only once.',
      'getPrincipal() refused a request because no authentication ran before it. Authenticate first.',
    ])
  })

  it('does not take itself, or a copy of another package, for another copy', () => {
    const createWarning = prepareWarnings('package-3', () => true, 'Authenticate first.')
    prepareWarnings('package-4', () => true, 'Authenticate first.')
    createWarning('getPrincipal')(request, {})
    expect(emitWarning.mock.calls).toEqual([[expect.stringMatching(/Authenticate first\.$/), details]])
  })
})
