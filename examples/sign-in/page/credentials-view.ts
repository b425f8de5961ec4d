import { type Credential, credentialsOf, type Sessions } from './api.ts'
import { copyOnClick } from './copy.ts'
import { byId } from './dom.ts'

interface Chosen {
  readonly credential: Credential
  /** As the page calls it. */
  readonly name: string
  readonly token: string | undefined
}

const choices = byId('credentials', HTMLElement)
const hint = byId('credentials-hint', HTMLElement)
const copy = byId('copy-token', HTMLButtonElement)
let tokens = credentialsOf({})

/** Readies the choice of what is sent. */
export function prepareCredentials(): void {
  choices.addEventListener('change', offerCopy)
  copyOnClick(copy, () => `token=${chosen().token ?? ''}`)
}

/** Offers what there is to send, and says why the rest cannot be sent. */
export function offerCredentials(sessions: Sessions): void {
  tokens = credentialsOf(sessions)
  const { current, ended } = sessions
  const first: Credential = current ? 'access' : ended ? 'old' : 'none'
  for (const radio of radios()) {
    const credential = credentialIn(radio)
    radio.disabled = credential !== 'none' && tokens[credential] === undefined
    radio.checked = credential === first
    if (radio.disabled) radio.setAttribute('aria-describedby', hint.id)
    else radio.removeAttribute('aria-describedby')
  }
  byId('old-token', HTMLElement).hidden = ended === undefined
  hint.textContent = whyNot(sessions)
  offerCopy()
}

/** What is to be sent. */
export function chosen(): Chosen {
  const radio = radios().find(({ checked }) => checked)
  const credential = radio ? credentialIn(radio) : 'none'
  return { credential, name: radio?.parentElement?.textContent?.trim() ?? '', token: tokens[credential] }
}

function whyNot({ current, ended }: Sessions): string {
  if (current) return current.idToken === undefined ? 'A machine gets no ID token: it has no user.' : ''
  return ended
    ? 'The page has forgotten the others. Sign in to get new ones.'
    : 'Sign in to have a token to send.'
}

function offerCopy(): void {
  copy.hidden = chosen().token === undefined
}

function radios(): readonly HTMLInputElement[] {
  return [...choices.querySelectorAll('input')]
}

function credentialIn({ value }: HTMLInputElement): Credential {
  return Object.hasOwn(tokens, value) ? (value as Credential) : 'none'
}
