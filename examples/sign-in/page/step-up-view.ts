import { attempt, problemOf } from './attempt.ts'
import { showProblem } from './announce.ts'
import type { UserPool } from './cognito.ts'
import { byId, onSubmit } from './dom.ts'
import type { PageConfig } from './page-config.ts'
import type { Session } from './session.ts'

/** A call for which the sign-in of a session is too old. */
interface RefusedCall {
  readonly session: Session
  repeat(fresh: Session): Promise<void>
}

const form = byId('step-up', HTMLFormElement)
const password = byId('step-up-password', HTMLInputElement)
let refused: RefusedCall | undefined
let people: PageConfig['people'] = []

/** Readies the form in which a user signs in again. `enter` gets the new session, before the call is repeated with it. */
export function prepareStepUp(config: PageConfig, pool: UserPool, enter: (session: Session) => void): void {
  people = config.people
  onSubmit(form, (typed) =>
    attempt(form, async () => {
      if (refused === undefined) return
      const { session, repeat } = refused
      const fresh = await pool.signIn(session.name, typed('password'))
      enter(fresh)
      await repeat(fresh)
    }),
  )
}

/** Offers to sign in again, or no longer. The passwords of users of a test pool are filled in. */
export function showStepUp(call: RefusedCall | undefined): void {
  refused = call
  form.hidden = call === undefined
  showProblem(problemOf(form))
  const name = call?.session.name ?? ''
  byId('step-up-name', HTMLElement).textContent = name
  password.value = people.find(({ username }) => username === name)?.password ?? ''
}
