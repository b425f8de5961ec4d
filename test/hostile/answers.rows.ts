import { forge, now } from './support/forge.ts'
import type { Row } from './support/row.ts'
import { fieldLines, prefixed, rowsOf, tokens } from './support/rows.ts'
import { type GuardedGroup, type GuardedScope, groupPath, scopePath } from './support/servers.ts'

/** What the server `quoted` says of itself in each challenge. */
const quoted = {
  realm: String.raw`the "quoted" \ realm, error="none"`,
  resource_metadata: 'https://api.example.com/.well-known/oauth-protected-resource',
}

const quotedString = 'RFC 9110, section 5.6.4'
const metadata = 'RFC 9728, section 5.1'
const scopeAttribute = 'RFC 6750, section 3'
const missing = 'RFC 6750, section 3.1'
const forbidden = { answer: 'forbidden', reason: 'guard' } as const
const noCredentials = { answer: 'missing', reason: 'no_credentials' } as const
const badToken = { answer: 'invalid', reason: 'malformed_token' } as const
const good = forge()

/** A realm that could end its parameter too soon, in every answer that there is. */
const realms: readonly Row[] = rowsOf<Omit<Row, 'name' | 'source'>>(
  prefixed('a realm in quotes, and', {
    nothing: { fields: [], answer: 'missing', reason: 'no_credentials' },
    'another scheme': { fields: ['Authorization: Basic eDp5'], answer: 'missing', reason: 'other_scheme' },
    'bad credentials': {
      fields: ['Authorization: Bearer a b'],
      answer: 'malformed',
      reason: 'malformed_credentials',
    },
    'two credentials': {
      fields: [`Authorization: Bearer ${good}`, `Authorization: Bearer ${good}`],
      answer: 'malformed',
      reason: 'several_credentials',
    },
    'a bad token': { token: 'a.b.c', answer: 'invalid', reason: 'malformed_token' },
    'an expired token': { token: forge({ claims: { exp: now - 60 } }), answer: 'expired', reason: 'expired' },
    'no group': { token: good, path: groupPath('admin'), answer: 'forbidden', reason: 'guard' },
  }),
  (row) => ({ ...row, server: 'quoted', challenge: quoted, source: `${quotedString}, and ${metadata}` }),
)

/** Scopes that a challenge cannot name are not named. */
const unspeakable: Readonly<Record<string, GuardedScope>> = {
  'a scope in quotes': 'say "hello"',
  'a scope with a backslash': String.raw`back\slash`,
  'a scope that adds a parameter': 'x", error="none',
  'a scope that adds a header field': 'line\r\nX-Injected: 1',
  'a scope beyond ASCII': 'café',
  'a scope with a tab': 'tab\tbed',
}

const scopes: readonly Row[] = [
  ...rowsOf(prefixed('a guard for', unspeakable), (scope) => ({
    token: good,
    path: scopePath(scope),
    ...forbidden,
    source: scopeAttribute,
  })),
  ...rowsOf(prefixed('a realm in quotes, and a guard for', unspeakable), (scope) => ({
    token: good,
    path: scopePath(scope),
    server: 'quoted',
    ...forbidden,
    challenge: quoted,
    source: scopeAttribute,
  })),
  ...tokens(
    forbidden,
    scopeAttribute,
    { 'a realm in quotes, and a guard for a scope': good },
    { server: 'quoted', path: scopePath('orders/read'), challenge: { ...quoted, scope: 'orders/read' } },
  ),
]

/** Names of groups are nobody's business. */
const groups: readonly Row[] = rowsOf<GuardedGroup>(
  prefixed('a guard for the group', {
    'with a plain name': 'admin',
    'with a comma in its name': 'a,b',
    'with the name of a prototype': '__proto__',
    'with brackets in its name': '[object Object]',
  }),
  (group) => ({ token: good, path: groupPath(group), ...forbidden, source: scopeAttribute }),
)

/** A guard does not tell what it guards to those who are not known. */
const strangers: readonly Row[] = [
  ...fieldLines(noCredentials, missing, { 'nothing for a group': [] }, { path: groupPath('admin') }),
  ...fieldLines(noCredentials, missing, { 'nothing for a scope': [] }, { path: scopePath('orders/read') }),
  ...tokens(badToken, missing, { 'a bad token for a group': 'a.b.c' }, { path: groupPath('admin') }),
  ...tokens(badToken, missing, { 'a bad token for a scope': 'a.b.c' }, { path: scopePath('orders/read') }),
]

export const answers: readonly Row[] = [...realms, ...scopes, ...groups, ...strangers]
