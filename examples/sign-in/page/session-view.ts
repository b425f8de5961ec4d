import { announce, messageOf, showProblem } from './announce.ts'
import { endEverywhere } from './api.ts'
import { byId, element } from './dom.ts'
import { showExpiry } from './expiry-view.ts'
import type { PageConfig } from './page-config.ts'
import { command } from './server.ts'
import type { Session } from './session.ts'
import { showPeople } from './sign-in-view.ts'
import { type Claims, claimsOf, groupsIn, lifeInSeconds } from './token.ts'

interface Events {
  refreshed(session: Session): void
  signedOut(ended: Session): void
  signedOutEverywhere(ended: Session): Promise<void>
}

const problem = byId('session-problem', HTMLElement)
const isAdmin = byId('is-admin', HTMLInputElement)
const tokenLife = byId('token-life', HTMLSelectElement)
let current: Session | undefined

/** Readies the section for those who have signed in. */
export function prepareSession(config: PageConfig, events: Events): void {
  byId('administrator', HTMLElement).hidden = !config.hasControls
  on('change', isAdmin, changeMembership)
  on('change', tokenLife, changeTokenLife)

  on('click', byId('refresh', HTMLElement), async function refresh(session) {
    const refreshed = await session.refresh()
    events.refreshed(refreshed)
    announce(`New tokens. ${describe(groupsIn(claimsOf(refreshed.accessToken)))}`)
  })
  on('click', byId('sign-out', HTMLElement), async function signOut(session) {
    await session.signOut()
    events.signedOut(session)
  })
  on('click', byId('sign-out-everywhere', HTMLElement), async function signOutEverywhere(session) {
    await endEverywhere(session)
    await session.signOutEverywhere()
    await events.signedOutEverywhere(session)
  })
}

/** Shows who has signed in and for how long. */
export function showSession(session: Session | undefined): void {
  current = session
  showProblem(problem)
  byId('signed-in', HTMLElement).hidden = session === undefined
  const claims = session && claimsOf(session.accessToken)
  showExpiry(claims)
  if (session && claims) fill(session, claims)
}

function fill({ name, kind }: Session, claims: Claims): void {
  const groups = groupsIn(claims)
  const memberships = kind === 'machine' ? scopesIn(claims) : groups.map((group) => `group ${group}`)
  const chips = memberships.map((label) => element('span', { class: 'chip' }, label))
  byId('who', HTMLElement).textContent = name
  byId('avatar', HTMLElement).textContent = kind === 'machine' ? '⚙' : name.slice(0, 1)
  byId('groups', HTMLElement).replaceChildren(
    element('span', { class: 'kind' }, kind),
    ...(chips.length > 0 ? chips : [element('span', { class: 'hint' }, 'no groups')]),
  )

  byId('membership', HTMLElement).hidden = kind === 'machine'
  byId('sign-out-everywhere', HTMLElement).hidden = kind === 'machine'
  byId('is-admin-label', HTMLElement).textContent = `${name} is in the group admin`
  isAdmin.checked = groups.includes('admin')
  const life = [...tokenLife.options].find(({ value }) => Number(value) === lifeInSeconds(claims))
  if (life) life.selected = true
}

async function changeMembership({ name }: Session): Promise<void> {
  const path = `/pool/users/${encodeURIComponent(name)}/groups/admin`
  await command(isAdmin.checked ? 'PUT' : 'DELETE', path)
  await showPeople()
  const change = isAdmin.checked ? `${name} was put into` : `${name} was taken out of`
  announce(`${change} the group admin. The token does not know it before it is refreshed.`)
}

async function changeTokenLife(): Promise<void> {
  await command('PUT', `/pool/token-life/${tokenLife.value}`)
  announce(`The next tokens live ${tokenLife.selectedOptions[0]?.text}.`)
}

function on(event: string, control: HTMLElement, action: (session: Session) => Promise<void>): void {
  control.addEventListener(event, () => {
    showProblem(problem)
    if (current) action(current).catch((error: unknown) => showProblem(problem, messageOf(error)))
  })
}

function scopesIn({ scope }: Claims): readonly string[] {
  return typeof scope === 'string' ? scope.split(' ').map((name) => `scope ${name}`) : []
}

function describe(groups: readonly string[]): string {
  return groups.length > 0 ? `Groups: ${groups.join(', ')}.` : 'No groups.'
}
