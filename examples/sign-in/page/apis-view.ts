import { announceUnseen, messageOf, showProblem } from './announce.ts'
import { hideAnswers, showAnswers, summary } from './answers-view.ts'
import { type Answers, callBoth, type Sessions } from './api.ts'
import { chosen, offerCredentials } from './credentials-view.ts'
import { byId, element } from './dom.ts'
import { me, type Route, routesFor } from './routes.ts'
import type { Session } from './session.ts'
import { showStepUp } from './step-up-view.ts'
import { claimsOf } from './token.ts'

const problem = byId('call-problem', HTMLElement)

/** Offers the routes of the APIs, to be called with what there is to send. */
export function showApis(sessions: Sessions): void {
  const { current, ended } = sessions
  const session = current ?? ended
  const userId = session === undefined ? 'somebody' : String(claimsOf(session.accessToken).sub)
  hideAnswers()
  showProblem(problem)
  showStepUp(undefined)
  offerCredentials(sessions)
  byId('routes', HTMLElement).replaceChildren(
    ...routesFor(userId).map((route) => routeButton(route, current)),
  )
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
    showProblem(problem)
    ask(route, session).catch((error: unknown) => showProblem(problem, messageOf(error)))
  })
  return created
}

async function ask(route: Route, session: Session | undefined): Promise<void> {
  const { credential, name, token } = chosen()
  const answers = await callBoth(route, token)
  const sent = `${route.label} with ${name}`
  const mustSignInAgain = answers.express.code === 'step_up_required'
  showStepUp(session && mustSignInAgain ? { session, repeat: (fresh) => repeat(route, fresh) } : undefined)
  showAnswers({ route, credential, sent }, answers)
  const advice = session && mustSignInAgain ? ' You can sign in again below the answers.' : ''
  announceUnseen(`${sent}: ${inWords(answers)}.${advice}`)
}

/** Makes a call once more. The form that had the focus is gone, so the answers get it. */
async function repeat(route: Route, session: Session): Promise<void> {
  await ask(route, session)
  byId('asked', HTMLElement).focus()
}

/** Calls `GET /me` of both APIs with the token of a session that has ended. Returns what they answered. */
export async function showOldToken({ accessToken }: Session): Promise<string> {
  const answers = await callBoth(me, accessToken)
  showAnswers({ route: me, credential: 'old', sent: `${me.label} with the old access token` }, answers)
  return inWords(answers)
}

function inWords({ express, fastify }: Answers): string {
  return `Express ${summary(express)}, Fastify ${summary(fastify)}`
}
