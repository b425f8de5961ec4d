import { announce, messageOf, showProblem } from './announce.ts'
import { endEverywhere } from './api.ts'
import { byId } from './dom.ts'
import type { Session } from './session.ts'

const section = byId('ended', HTMLElement)
const problem = byId('ended-problem', HTMLElement)
const everywhere = byId('end-everywhere', HTMLButtonElement)
let ended: Session | undefined

interface Events {
  /** The old access token is to be sent. Returns what the APIs answered. */
  tried(ended: Session): Promise<string>
  signedOutEverywhere(ended: Session): Promise<void>
}

/** Readies what is offered to those who have signed out: to send the old access token, and to end it. */
export function prepareEnded(events: Events): void {
  on(byId('try-old-token', HTMLButtonElement), async (session) => {
    announce(`With the old access token, the APIs answer: ${await events.tried(session)}.`)
  })
  on(everywhere, async (session) => {
    await endEverywhere(session)
    await events.signedOutEverywhere(session)
  })
}

/** Shows what is left of a session that has ended. */
export function showEnded(session: Session | undefined, isEverywhere = false): void {
  ended = session
  showProblem(problem)
  section.hidden = session === undefined
  everywhere.hidden = isEverywhere || session?.kind === 'machine'
}

function on(button: HTMLButtonElement, action: (session: Session) => Promise<void>): void {
  button.addEventListener('click', () => {
    showProblem(problem)
    if (ended) action(ended).catch((error: unknown) => showProblem(problem, messageOf(error)))
  })
}
