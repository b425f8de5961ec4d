import { announce, announceUnseen, messageOf } from './announce.ts'
import { type ApiAnswer, type ApiRequest, call, type Credential, credentialsOf } from './api.ts'
import { byId, element } from './dom.ts'
import type { Session } from './session.ts'
import { showStepUp } from './step-up-view.ts'
import { claimsOf } from './token.ts'

interface Route extends ApiRequest {
  readonly label: string
  readonly wants: string
}

const form = byId('call', HTMLFormElement)
const answers = byId('answers', HTMLElement)

/** Offers the routes of the APIs, to be called with what the session has. */
export function showApis(session: Session | undefined): void {
  answers.hidden = true
  showStepUp(undefined)
  offerCredentials(session)
  byId('routes', HTMLElement).replaceChildren(
    ...routesFor(session).map((route) => routeButton(route, session)),
  )
}

function routesFor(session: Session | undefined): readonly Route[] {
  const ownId = session === undefined ? 'somebody' : String(claimsOf(session.accessToken).sub)
  return [
    { method: 'GET', path: '/health', label: 'GET /health', wants: 'nothing' },
    { method: 'GET', path: '/me', label: 'GET /me', wants: 'an access token' },
    { method: 'GET', path: '/orders', label: 'GET /orders', wants: 'the scope orders/read' },
    { method: 'GET', path: `/users/${ownId}`, label: 'GET /users/{sub}', wants: 'that user, or an admin' },
    { method: 'GET', path: '/users/7', label: 'GET /users/7', wants: 'user 7, or an admin' },
    { method: 'DELETE', path: '/users/7', label: 'DELETE /users/7', wants: 'the group admin' },
    { method: 'PUT', path: '/email', label: 'PUT /email', wants: 'a sign-in of the last minute' },
  ]
}

function offerCredentials(session: Session | undefined): void {
  const isOffered: Readonly<Record<Credential, boolean>> = {
    access: session !== undefined,
    id: session?.idToken !== undefined,
    tampered: session !== undefined,
    none: true,
  }
  for (const radio of radios()) {
    radio.disabled = !isOffered[radio.value as Credential]
    radio.checked = radio.value === (session ? 'access' : 'none')
  }
}

function radios(): readonly HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>('input[name=credential]')]
}

function routeButton(route: Route, session: Session | undefined): HTMLButtonElement {
  const wants = element('small', {}, `wants ${route.wants}`)
  const created = element(
    'button',
    { type: 'button', class: 'route' },
    element('code', {}, route.label),
    wants,
  )
  created.addEventListener('click', () => {
    ask(route, session).catch((error: unknown) => announce(messageOf(error)))
  })
  return created
}

async function ask(route: Route, session: Session | undefined): Promise<void> {
  const chosen = radios().find((radio) => radio.checked)
  const credential = (chosen?.value ?? 'none') as Credential
  const token = session && credentialsOf(session)[credential]
  const [express, fastify] = await Promise.all([call('express', route, token), call('fastify', route, token)])
  const sent = `${route.label} with ${chosen?.parentElement?.textContent?.trim()}`
  const mustSignInAgain = express.code === 'step_up_required'
  showStepUp(session && mustSignInAgain ? { session, repeat: (fresh) => repeat(route, fresh) } : undefined)
  showAnswers(sent, express, fastify, credential)
  const advice = mustSignInAgain ? ' You can sign in again below the answers.' : ''
  announceUnseen(`${sent}: Express ${summary(express)}, Fastify ${summary(fastify)}.${advice}`)
}

/** Makes a call once more. The form that had the focus is gone, so the answers get it. */
async function repeat(route: Route, session: Session): Promise<void> {
  await ask(route, session)
  byId('asked', HTMLElement).focus()
}

/** Calls `GET /me` of both APIs with the token of a session that has ended. Returns what they answered. */
export async function showOldToken({ accessToken }: Session): Promise<string> {
  const request = { method: 'GET', path: '/me' } as const
  const [express, fastify] = await Promise.all([
    call('express', request, accessToken),
    call('fastify', request, accessToken),
  ])
  showAnswers('GET /me with the old access token', express, fastify, 'access')
  return `Express ${summary(express)}, Fastify ${summary(fastify)}`
}

function showAnswers(sent: string, express: ApiAnswer, fastify: ApiAnswer, credential: Credential): void {
  byId('asked', HTMLElement).textContent = sent
  showAnswer('express-answer', express)
  showAnswer('fastify-answer', fastify)
  byId('verdict', HTMLElement).textContent = explain(express, credential)
  answers.hidden = false
  answers.scrollIntoView({ block: 'nearest' })
}

function showAnswer(id: string, answer: ApiAnswer): void {
  const place = byId(id, HTMLElement)
  place.dataset.kind = String(Math.floor(answer.status / 100))
  place.lastElementChild?.replaceChildren(
    element('p', { class: 'status' }, summary(answer)),
    element(
      'dl',
      {},
      element('dt', {}, 'WWW-Authenticate'),
      element('dd', {}, answer.challenge === null ? '—' : element('code', {}, answer.challenge)),
      element('dt', {}, 'Body'),
      element('dd', {}, answer.body === '' ? '—' : element('pre', { tabindex: '0' }, pretty(answer.body))),
    ),
  )
}

function summary({ status, statusText }: ApiAnswer): string {
  return `${status} ${statusText}`.trim()
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}

const explanations: Readonly<Record<string, string>> = {
  credentials_missing: 'There was no token: nobody has signed in, as far as the API can see.',
  credentials_malformed: 'What was sent cannot be a token.',
  token_invalid: 'The API does not trust this token. Its log says why; the answer does not.',
  token_expired: 'The token was good once. Refresh the tokens and call again: no reload is needed.',
  token_revoked: 'The user has signed out everywhere. The API rejects the tokens of all earlier sign-ins.',
  step_up_required:
    'The token is good, but the user signed in too long ago for this. Refreshed tokens do not help: the user has to sign in again.',
  forbidden: 'The API knows who is calling, and a guard said no: the token has not the group or the scope.',
  keys_unavailable: 'The API cannot reach the keys of the user pool, and lets nobody in meanwhile.',
}

const reasons: Readonly<Partial<Record<Credential, string>>> = {
  id: 'The signature is right, but an ID token is not meant for an API. Its log says token_use; the answer does not.',
  tampered:
    'The group admin was written into the token, and the signature does not fit any more. The log of the API says ' +
    'signature; the answer does not.',
}

function explain({ status, code }: ApiAnswer, credential: Credential): string {
  if (code === undefined) return status < 300 ? 'Let in.' : ''
  return (code === 'token_invalid' && reasons[credential]) || (explanations[code] ?? '')
}
