import { inOrder, meaningOf } from './claims.ts'
import { byId, element } from './dom.ts'
import type { Session } from './session.ts'
import { claimsOf } from './token.ts'

/** Shows both tokens side by side, claim by claim. */
export function showTokens(session: Session | undefined): void {
  byId('tokens', HTMLElement).hidden = session === undefined
  if (session === undefined) return
  byId('access-claims', HTMLElement).replaceChildren(claimsTable(session.accessToken, 'access'))
  byId('id-claims', HTMLElement).replaceChildren(
    session.idToken === undefined
      ? element('p', {}, 'A machine has none: there is nobody to tell the app about.')
      : claimsTable(session.idToken, 'id'),
  )
}

function claimsTable(token: string, use: 'access' | 'id'): HTMLTableElement {
  const claims = claimsOf(token)
  const titles = ['Claim', 'Value, and what it means to the API'].map((title) =>
    element('th', { scope: 'col' }, title),
  )
  return element(
    'table',
    {},
    element('caption', { class: 'unseen' }, `Claims of the ${use === 'id' ? 'ID' : 'access'} token`),
    element('thead', { class: 'unseen' }, element('tr', {}, ...titles)),
    element(
      'tbody',
      {},
      ...inOrder(Object.keys(claims), use).map((name) => claimRow(name, claims[name], use)),
    ),
  )
}

function claimRow(name: string, value: unknown, use: 'access' | 'id'): HTMLTableRowElement {
  const { role, text } = meaningOf(name, use)
  const badge = element('span', { class: `role ${role}` }, role)
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, element('code', {}, name), ' ', badge),
    element('td', {}, element('code', {}, readable(name, value)), element('p', { class: 'hint' }, text)),
  )
}

const times = new Set(['exp', 'iat', 'nbf', 'auth_time'])

function readable(name: string, value: unknown): string {
  if (times.has(name)) return `${String(value)} · ${new Date(Number(value) * 1000).toLocaleTimeString()}`
  return Array.isArray(value) ? value.join(', ') : String(value)
}
