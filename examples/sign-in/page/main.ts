import { announce } from './announce.ts'
import { showApis, showOldToken } from './apis-view.ts'
import { connect } from './cognito.ts'
import { byId } from './dom.ts'
import type { PageConfig } from './page-config.ts'
import type { Session } from './session.ts'
import { prepareSession, showSession } from './session-view.ts'
import { prepareSignIn } from './sign-in-view.ts'
import { prepareStepUp } from './step-up-view.ts'
import { showTokens } from './tokens-view.ts'

const response = await fetch('/config.json')
const config: PageConfig = await response.json()
const signedOut = byId('signed-out', HTMLElement)

function show(session: Session | undefined): void {
  signedOut.hidden = session !== undefined
  showSession(session)
  showApis(session)
  showTokens(session)
}

function enter(session: Session): void {
  show(session)
  announce(`Signed in as ${session.name}.`)
  byId('who', HTMLElement).focus()
}

function leave(): void {
  show(undefined)
  announce(
    'Signed out. The refresh token is worthless from now on; the access token is good until it expires.',
  )
  byId('signed-out-title', HTMLElement).focus()
}

async function leaveEverywhere(ended: Session): Promise<void> {
  show(undefined)
  byId('signed-out-title', HTMLElement).focus()
  const answers = await showOldToken(ended)
  announce(`Signed out everywhere. With the old access token, the APIs answer: ${answers}.`)
}

byId('pool', HTMLElement).textContent = config.description
const pool = connect(config)
prepareSignIn(config, pool, enter)
prepareStepUp(config, pool, show)
prepareSession(config, { refreshed: show, signedOut: leave, signedOutEverywhere: leaveEverywhere })
show(undefined)
