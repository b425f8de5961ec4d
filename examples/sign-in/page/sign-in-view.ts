import { announce, showProblem } from './announce.ts'
import { attempt, problemOf } from './attempt.ts'
import type { UserPool } from './cognito.ts'
import { byId, element, onSubmit } from './dom.ts'
import { signInMachine } from './machine.ts'
import type { PageConfig } from './page-config.ts'
import type { Session } from './session.ts'

/** Fills the section for those who have not signed in. `enter` gets the session of whoever has. */
export function prepareSignIn(config: PageConfig, pool: UserPool, enter: (session: Session) => void): void {
  const signIn = byId('sign-in', HTMLFormElement)
  const signUp = byId('sign-up', HTMLFormElement)
  const confirm = byId('confirm', HTMLFormElement)
  let unconfirmed = { username: '', password: '' }

  onSubmit(signIn, (typed) => tryToSignIn(signIn, typed('username').trim(), typed('password')))
  onSubmit(signUp, (typed) =>
    attempt(signUp, async () => {
      unconfirmed = { username: typed('username').trim(), password: typed('password') }
      await pool.signUp(unconfirmed.username, typed('email'), unconfirmed.password)
      askForCode()
    }),
  )
  onSubmit(confirm, (typed) =>
    attempt(confirm, async () => {
      const { username, password } = unconfirmed
      await pool.confirm(username, typed('code').trim())
      const session = await pool.signIn(username, password)
      open(signIn)
      enter(session)
    }),
  )
  byId('to-sign-up', HTMLElement).addEventListener('click', () => open(signUp))
  byId('to-sign-in', HTMLElement).addEventListener('click', () => open(signIn))
  byId('cancel-confirm', HTMLElement).addEventListener('click', () => open(signIn))

  byId('code-hint', HTMLElement).textContent = config.codeHint
  byId('one-click', HTMLElement).hidden = config.people.length === 0
  byId('people', HTMLElement).append(...choices())

  function choices(): readonly HTMLElement[] {
    const users = config.people.map(({ username, password, note }) =>
      choice(username, note, () => tryToSignIn(signIn, username, password)),
    )
    if (!config.hasMachine) return users
    const machine = choice('a machine', 'with the scope orders/read', () =>
      attempt(signIn, async () => enter(await signInMachine())),
    )
    return [...users, machine]
  }

  function tryToSignIn(form: HTMLFormElement, username: string, password: string): Promise<void> {
    return attempt(form, async () => {
      try {
        enter(await pool.signIn(username, password))
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'UserNotConfirmedException') throw error
        unconfirmed = { username, password }
        askForCode()
      }
    })
  }

  function askForCode(): void {
    open(confirm)
    announce(`A confirmation code is on its way to ${unconfirmed.username}.`)
  }

  function open(form: HTMLFormElement): void {
    for (const each of [signIn, signUp, confirm]) {
      each.hidden = each !== form
      each.reset()
      showProblem(problemOf(each))
    }
    form.querySelector('input')?.focus()
  }
}

function choice(name: string, note: string, onClick: () => unknown): HTMLLIElement {
  const label = element(
    'button',
    { type: 'button', class: 'choice' },
    element('strong', {}, name),
    ` ${note}`,
  )
  label.addEventListener('click', onClick)
  return element('li', {}, label)
}
