import { announce } from './announce.ts'
import { prepareAnswers } from './answers-view.ts'
import { showApis, showOldToken } from './apis-view.ts'
import { connect } from './cognito.ts'
import { prepareCredentials } from './credentials-view.ts'
import { byId } from './dom.ts'
import { prepareEnded, showEnded } from './ended-view.ts'
import { readConfig } from './server.ts'
import type { Session } from './session.ts'
import { prepareSession, showSession } from './session-view.ts'
import { prepareSignIn } from './sign-in-view.ts'
import { prepareStepUp } from './step-up-view.ts'
import { showTokens } from './tokens-view.ts'

const config = await readConfig()
const signedOut = byId('signed-out', HTMLElement)

function show(session: Session): void {
  signedOut.hidden = true
  showSession(session)
  showEnded(undefined)
  showApis({ current: session })
  showTokens(session)
}

function showSignedOut(ended?: Session, isEverywhere = false): void {
  signedOut.hidden = false
  showSession(undefined)
  showEnded(ended, isEverywhere)
  showApis(ended ? { ended } : {})
  showTokens(undefined)
}

function enter(session: Session): void {
  show(session)
  announce(`Signed in as ${session.name}.`)
  byId('who', HTMLElement).focus()
}

function leave(ended: Session): void {
  showSignedOut(ended)
  const hint = ended.kind === 'user' ? 'The refresh token is worthless from now on; the' : 'The'
  announce(`Signed out. ${hint} access token is good until it expires.`)
  byId('signed-out-title', HTMLElement).focus()
}

async function leaveEverywhere(ended: Session): Promise<void> {
  showSignedOut(ended, true)
  byId('signed-out-title', HTMLElement).focus()
  const answers = await showOldToken(ended)
  announce(`Signed out everywhere. With the old access token, the APIs answer: ${answers}.`)
}

byId('pool', HTMLElement).textContent = config.description
const pool = connect(config)
prepareCredentials()
prepareAnswers(config)
prepareSignIn(config, pool, enter)
prepareStepUp(config, pool, show)
prepareEnded({ tried: showOldToken, signedOutEverywhere: leaveEverywhere })
prepareSession(config, { refreshed: show, signedOut: leave, signedOutEverywhere: leaveEverywhere })
showSignedOut()
