import { announce, showProblem } from './announce.ts'
import { attempt, problemOf } from './attempt.ts'
import type { UserPool } from './cognito.ts'
import { byId, element, onSubmit } from './dom.ts'
import { signInMachine } from './machine.ts'
import type { PageConfig, Person } from './page-config.ts'
import { readConfig } from './server.ts'
import type { Session } from './session.ts'

const list = byId('people', HTMLElement)

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
  byId('passwords', HTMLElement).textContent = passwordsOf(config.people)
  list.append(...choices())
  labelPeople(config.people)

  function choices(): readonly HTMLElement[] {
    const users = config.people.map(({ username, password }) =>
      choice(username, '', () => tryToSignIn(signIn, username, password)),
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

/** Says which groups the users have by now, after an administrator has changed them. */
export async function showPeople(): Promise<void> {
  const { people } = await readConfig()
  labelPeople(people)
}

function labelPeople(people: readonly Person[]): void {
  const notes = [...list.querySelectorAll('.note')]
  for (const [index, { groups }] of people.entries()) {
    const note = notes[index]
    if (note) note.textContent = describeGroups(groups)
  }
}

function describeGroups(groups: readonly string[]): string {
  if (groups.length === 0) return 'in no group'
  return `in the group${groups.length > 1 ? 's' : ''} ${groups.join(' and ')}`
}

function passwordsOf(people: readonly Person[]): string {
  if (people.length === 0) return ''
  return `Passwords: ${people.map(({ username, password }) => `${username} has ${password}`).join(', ')}.`
}

function choice(name: string, note: string, onClick: () => unknown): HTMLLIElement {
  const label = element(
    'button',
    { type: 'button', class: 'choice' },
    element('strong', {}, name),
    ' ',
    element('span', { class: 'note' }, note),
  )
  label.addEventListener('click', onClick)
  return element('li', {}, label)
}
