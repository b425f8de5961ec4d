import type { ApiAnswer } from './api.ts'
import { element } from './dom.ts'
import type { Route } from './routes.ts'
import { stateOf, stepOf, steps, type StepState } from './steps.ts'

const spoken: Readonly<Record<StepState, string>> = {
  passed: 'passed',
  refused: 'refused here',
  unreached: 'not reached',
  absent: 'not there',
}

/**
 * Draws the way of a request through an API, as a list that steps.css lays out. Returns `undefined` if the API did not
 * say at which step it refused the request.
 */
export function drawSteps(
  label: string,
  route: Route,
  { status, reason }: ApiAnswer,
): HTMLElement | undefined {
  const refusing = reason === undefined ? undefined : stepOf(reason)
  if (status >= 400 && refusing === undefined) return undefined
  const items = steps.map((step) => {
    const state = stateOf(step, route.protection, refusing)
    const why = state === 'refused' ? element('code', {}, reason ?? '') : ''
    return element(
      'li',
      { 'data-state': state },
      step,
      ' ',
      element('span', { class: 'steps-state' }, spoken[state]),
      why,
    )
  })
  return element('ol', { class: 'steps', 'aria-label': label }, ...items)
}
