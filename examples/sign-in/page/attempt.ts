import { messageOf, showProblem } from './announce.ts'

/** Does something for a form, which cannot be sent again meanwhile, and shows in the form what went wrong. */
export async function attempt(form: HTMLFormElement, action: () => Promise<void>): Promise<void> {
  const problem = problemOf(form)
  const send = form.querySelector('button')
  showProblem(problem)
  send?.setAttribute('aria-disabled', 'true')
  try {
    await action()
    form.reset()
  } catch (error) {
    showProblem(problem, messageOf(error))
    form.querySelector('input')?.focus()
  } finally {
    send?.removeAttribute('aria-disabled')
  }
}

/** Where a form shows what went wrong. */
export function problemOf(form: HTMLFormElement): HTMLElement {
  const found = form.querySelector('.problem')
  if (found instanceof HTMLElement) return found
  throw new Error(`The form ${form.id} has no place for problems`)
}
