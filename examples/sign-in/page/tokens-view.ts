import { inOrder, meaningOf, type TokenKind } from './claims.ts'
import { byId, element } from './dom.ts'
import type { Session } from './session.ts'
import { claimsOf } from './token.ts'

/** Shows the tokens side by side, claim by claim. A machine has only one. */
export function showTokens(session: Session | undefined): void {
  byId('tokens', HTMLElement).hidden = session === undefined
  if (session === undefined) return
  const { accessToken, idToken, kind } = session
  const access = claimsTable(accessToken, kind === 'machine' ? 'machine' : 'access')
  byId('access-claims', HTMLElement).replaceChildren(access)
  byId('id-token', HTMLElement).hidden = idToken === undefined
  byId('refused-role', HTMLElement).hidden = idToken === undefined
  byId('id-claims', HTMLElement).replaceChildren(
    ...(idToken === undefined ? [] : [claimsTable(idToken, 'id')]),
  )
}

function claimsTable(token: string, kind: TokenKind): HTMLTableElement {
  const claims = claimsOf(token)
  const titles = ['Claim', 'Value, and what it means to the API'].map((title) =>
    element('th', { scope: 'col' }, title),
  )
  return element(
    'table',
    {},
    element('caption', { class: 'unseen' }, `Claims of the ${kind === 'id' ? 'ID' : 'access'} token`),
    element('thead', { class: 'unseen' }, element('tr', {}, ...titles)),
    element(
      'tbody',
      {},
      ...inOrder(Object.keys(claims), kind).map((name) => claimRow(name, claims[name], kind)),
    ),
  )
}

function claimRow(name: string, value: unknown, kind: TokenKind): HTMLTableRowElement {
  const { role, text } = meaningOf(name, kind)
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
