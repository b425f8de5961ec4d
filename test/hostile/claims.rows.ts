import { canary, claimsOf, idClaims, type Json, machineClaims, now } from './support/forge.ts'
import { clientId, issuer, userPoolId } from './support/keys.ts'
import type { Row } from './support/row.ts'
import { type Expected, prefixed, saying, signed } from './support/rows.ts'
import {
  type GuardedGroup,
  type GuardedScope,
  groupPath,
  scopePath,
  type ServerName,
  type StepUpPath,
} from './support/servers.ts'

const admitted = { answer: 'admitted' } as const
const forbidden = { answer: 'forbidden', reason: 'guard' } as const
const expired = { answer: 'expired', reason: 'expired' } as const

const refused = (reason: NonNullable<Row['reason']>): Expected => ({ answer: 'invalid', reason })

const exactIssuer = 'RFC 7519, section 4.1.1, and RFC 8725, section 3.8'
const cognito = 'Amazon Cognito Developer Guide, amazon-cognito-user-pools-using-tokens-verifying-a-jwt'

const issuers: readonly Row[] = [
  ...saying(admitted, 'Amazon Cognito Developer Guide, federation-endpoints', {
    'the original issuer': { iss: issuer },
    'the updated issuer': { iss: issuer.replace('cognito-idp', 'issuer-cognito-idp') },
  }),
  ...saying(refused('issuer'), exactIssuer, {
    'no issuer': { iss: undefined },
    'an issuer that is null': { iss: null },
    'an issuer that is a number': { iss: 1 },
    'an issuer that is true': { iss: true },
    'an issuer in an object': { iss: { toString: issuer } },
    'an empty issuer': { iss: '' },
    'the issuer and a slash': { iss: `${issuer}/` },
    'the issuer and a space': { iss: `${issuer} ` },
    'the issuer and a zero byte': { iss: `${issuer}\0` },
    'the issuer and a query': { iss: `${issuer}?a=b` },
    'the issuer and a fragment': { iss: `${issuer}#a` },
    'the issuer and a path': { iss: `${issuer}/.well-known/jwks.json` },
    'the issuer in upper case': { iss: issuer.toUpperCase() },
    'the host in upper case': { iss: issuer.replace('cognito-idp', 'COGNITO-IDP') },
    'the pool in lower case': { iss: issuer.toLowerCase() },
    'the issuer by http': { iss: issuer.replace('https:', 'http:') },
    'the issuer without a scheme': { iss: issuer.replace('https://', '') },
    'the issuer with a port': { iss: issuer.replace('.com/', '.com:443/') },
    'the issuer with credentials': { iss: issuer.replace('https://', 'https://user@') },
    'the issuer with a dot behind the host': { iss: issuer.replace('.com/', '.com./') },
    'the issuer with a detour': { iss: issuer.replace('.com/', '.com/x/../') },
    'the issuer in percents': { iss: issuer.replace('_', '%5F') },
    'another region': { iss: issuer.replaceAll('us-east-1', 'us-east-2') },
    'another region in the host': { iss: issuer.replace('us-east-1', 'us-east-2') },
    'another pool': { iss: issuer.replace('EXAMPLE1', 'EXAMPLE2') },
    'a pool that begins alike': { iss: `${issuer}2` },
    'a pool that is cut short': { iss: issuer.slice(0, -1) },
    'a region without a pool': { iss: issuer.replace(`/${userPoolId}`, '') },
    'a pool without a region': { iss: userPoolId },
    'the host of somebody else behind': { iss: issuer.replace('.com/', '.com.attacker.example/') },
    'the host of somebody else in front': { iss: issuer.replace('https://', 'https://attacker.example/') },
    'the host of somebody else behind an at sign': { iss: issuer.replace('.com/', '.com@attacker.example/') },
    'the host with a look-alike letter': { iss: issuer.replace('cognito', 'cоgnito') },
    'the FIPS host': { iss: issuer.replace('cognito-idp', 'cognito-idp-fips') },
    'the host of China': { iss: issuer.replace('.amazonaws.com/', '.amazonaws.com.cn/') },
    'the updated issuer twice': { iss: issuer.replace('cognito-idp', 'issuer-issuer-cognito-idp') },
    'an emulator’s issuer': { iss: `http://localhost:9229/${userPoolId}` },
    'the name of a prototype': { iss: '__proto__' },
  }),
  ...saying(refused('issuer'), `${exactIssuer}, and CVE-2025-30144`, {
    'the issuer in an array': { iss: [issuer] },
    'the issuer in an array behind another': { iss: ['https://issuer.attacker.example', issuer] },
  }),
  ...saying(refused('issuer'), `${exactIssuer}, and CVE-2024-53861`, {
    'a piece of the issuer': { iss: 'https://cognito-idp.' },
  }),
]

const crossUse = `${cognito}, and RFC 8725, section 3.12`

const uses: readonly Row[] = [
  ...saying(refused('token_use'), crossUse, {
    'an ID token': idClaims(),
    'an ID token with the client in client_id too': idClaims({ client_id: clientId }),
    'no use': { token_use: undefined },
    'a use that is null': { token_use: null },
    'a use that is true': { token_use: true },
    'a use that is empty': { token_use: '' },
    'a use in upper case': { token_use: 'ACCESS' },
    'a use and a space': { token_use: 'access ' },
    'a use in an array': { token_use: ['access'] },
    'a use in an object': { token_use: { access: true } },
    'two uses': { token_use: 'access id' },
    'the use of a refresh token': { token_use: 'refresh' },
    'the name of a method for a use': { token_use: 'toString' },
  }),
  ...saying(
    refused('token_use'),
    crossUse,
    {
      'an access token where ID tokens are expected': {},
      'an access token with an audience where ID tokens are expected': { aud: clientId },
      'a machine’s token where ID tokens are expected': machineClaims(),
    },
    { server: 'id' },
  ),
  ...saying(admitted, crossUse, { 'an ID token where ID tokens are expected': idClaims() }, { server: 'id' }),
]

/** What is not the client, whatever the claim is called. */
const notTheClient: Readonly<Record<string, unknown>> = {
  absent: undefined,
  null: null,
  true: true,
  'a number': 4,
  empty: '',
  'a space': ' ',
  'another client': '5exampleclientid0000000000',
  'the client in upper case': clientId.toUpperCase(),
  'the client and a space': `${clientId} `,
  'the client and a comma': `${clientId},`,
  'the client and another': `${clientId},another`,
  'the client cut short': clientId.slice(0, -1),
  'longer than the client': `${clientId}0`,
  'the client in an object': { [clientId]: true },
  'the name of a method': 'has',
}

function clients(
  claim: 'client_id' | 'aud',
  about: string,
  server: ServerName,
  base: (over: Json) => Json,
): Row[] {
  const named = Object.entries(prefixed(about, notTheClient))
  const over = named.map(([name, value]): [string, Json] => [name, base({ [claim]: value })])
  return saying(refused('client'), cognito, Object.fromEntries(over), { server })
}

const audiences: readonly Row[] = [
  ...clients('client_id', 'client_id:', 'plain', (over) => over),
  ...saying(refused('client'), cognito, {
    'client_id: an array of the client': { client_id: [clientId] },
    'client_id: absent, and the client in aud': { client_id: undefined, aud: clientId },
    'client_id: absent, and the client in azp': { client_id: undefined, azp: clientId },
    'client_id: another, and the client in aud': { client_id: 'another', aud: clientId },
    'a machine’s token of another client': machineClaims({ sub: 'another', client_id: 'another' }),
  }),
  ...clients('aud', 'aud of an ID token:', 'id', idClaims),
  ...saying(
    refused('client'),
    `${cognito}, and CVE-2020-26160`,
    {
      'aud of an ID token: an array of the client': idClaims({ aud: [clientId] }),
      'aud of an ID token: an array of the client and another': idClaims({ aud: [clientId, 'another'] }),
      'aud of an ID token: an empty array': idClaims({ aud: [] }),
      'aud of an ID token: absent, and the client in client_id': idClaims({
        aud: undefined,
        client_id: clientId,
      }),
    },
    { server: 'id' },
  ),
  ...saying(admitted, 'Amazon Cognito Developer Guide, cognito-user-pools-define-resource-servers', {
    'an audience where none is asked for': { aud: 'https://another.example.com' },
    'audiences where none is asked for': { aud: ['https://another.example.com', clientId] },
    'no audience among none where none is asked for': { aud: [] },
  }),
  ...saying(refused('claim_type'), 'RFC 7519, section 4.1.3', {
    'an audience that is null where none is asked for': { aud: null },
    'an audience that is a number where none is asked for': { aud: 1 },
    'an audience that is true where none is asked for': { aud: true },
    'an audience in an object where none is asked for': { aud: { 0: clientId, length: 1 } },
    'audiences one of which is a number where none is asked for': { aud: ['https://api.example.com', 1] },
    'audiences one of which is null where none is asked for': { aud: [null] },
    'an audience in an array in an array where none is asked for': { aud: [[clientId]] },
  }),
  ...saying(
    admitted,
    'RFC 8707, section 2, and RFC 7519, section 4.1.3',
    {
      'the resource': { aud: 'https://api.example.com' },
      'the resource among others': { aud: ['https://another.example.com', 'https://api.example.com'] },
    },
    { server: 'resource' },
  ),
  ...saying(
    refused('claim_type'),
    'RFC 7519, section 4.1.3',
    { 'the resource and a number': { aud: ['https://api.example.com', 1] } },
    { server: 'resource' },
  ),
  ...saying(
    refused('audience'),
    'RFC 8707, section 2, and RFC 7519, section 4.1.3',
    {
      'no resource': {},
      'no resource of a machine': machineClaims(),
      'a resource that is null': { aud: null },
      'a resource that is empty': { aud: '' },
      'a resource that is a number': { aud: 1 },
      'no resource among none': { aud: [] },
      'another resource': { aud: 'https://another.example.com' },
      'another resource among others': { aud: ['https://another.example.com', clientId] },
      'the client for a resource': { aud: clientId },
      'the resource and a slash': { aud: 'https://api.example.com/' },
      'the resource and more': { aud: 'https://api.example.com.attacker.example' },
      'the resource cut short': { aud: 'https://api.example.co' },
      'the resource in upper case': { aud: 'HTTPS://API.EXAMPLE.COM' },
      'the resource by http': { aud: 'http://api.example.com' },
      'two resources and a space': { aud: 'https://another.example.com https://api.example.com' },
      'the resource in an array in an array': { aud: [['https://api.example.com']] },
      'the resource in an object': { aud: { 0: 'https://api.example.com', length: 1 } },
      'the resource in another claim': { resource: 'https://api.example.com' },
    },
    { server: 'resource' },
  ),
]

const subjects: readonly Row[] = [
  ...saying(refused('subject'), `${cognito}, and RFC 9068, section 2.2`, {
    'no subject': { sub: undefined },
    'no subject, but a username': { sub: undefined, username: 'root' },
    'a subject that is null': { sub: null },
    'a subject that is empty': { sub: '' },
    'a subject that is a number': { sub: 1 },
    'a subject that is zero': { sub: 0 },
    'a subject that is true': { sub: true },
    'a subject in an array': { sub: [canary] },
    'a subject in an object': { sub: { id: canary } },
  }),
  ...saying(admitted, 'Amazon Cognito Developer Guide, user-pool-parse-tokens-safely', {
    'a subject that is no UUID': { sub: 'root' },
    'a subject with the name of a method': { sub: 'toString' },
    'a subject that is __proto__': { sub: '__proto__' },
    'a subject with a line break': { sub: 'a\r\nSet-Cookie: b=c' },
    'no username': { username: undefined },
    'a username that is a number': { username: 1 },
    'a machine’s token': machineClaims(),
    'no claims but those that are needed': {
      scope: undefined,
      iat: undefined,
      jti: undefined,
      username: undefined,
    },
  }),
  ...saying(
    refused('claim_type'),
    'RFC 7519, section 4.1.6, and OpenID Connect Core 1.0, section 2',
    Object.fromEntries(
      ['iat', 'auth_time'].flatMap((claim) => [
        [`${claim} in a string`, { [claim]: '1' }],
        [`${claim} as a date`, { [claim]: '2026-01-01T00:00:00Z' }],
        [`${claim} that is null`, { [claim]: null }],
        [`${claim} that is true`, { [claim]: true }],
        [`${claim} in an array`, { [claim]: [now] }],
        [`${claim} in an object`, { [claim]: { valueOf: now } }],
      ]),
    ),
  ),
  ...saying(refused('key_bound'), 'RFC 7800, section 3.1, and RFC 9449, section 6', {
    'a token that is bound to a key': { cnf: { jkt: 'x' } },
    'a token that is bound to a certificate': { cnf: { 'x5t#S256': 'x' } },
    'a binding that is empty': { cnf: {} },
    'a binding that is null': { cnf: null },
    'a binding that is false': { cnf: false },
  }),
  ...saying(expired, 'RFC 7519, section 4.1.4', {
    'a token that expired a minute ago': { exp: now - 60 },
    'a token that expired a minute ago, of another client': { exp: now - 60, client_id: 'another' },
    'a token that expired before it was issued': { exp: now - 60, iat: now },
    'a token that expired and is not valid yet': { exp: now - 60, nbf: now + 60 },
    'a token that expired, without the time of its issue': { exp: now - 60, iat: undefined },
  }),
  ...saying(refused('not_yet_valid'), 'RFC 7519, section 4.1.5', {
    'a token that is not valid for another minute': { nbf: now + 60 },
  }),
]

const exactNames = 'README, guards: names match exactly'

/** Rows for a path that members of the group may use. */
function groups(
  group: GuardedGroup,
  expected: Expected,
  named: Readonly<Record<string, unknown>>,
  source = exactNames,
): Row[] {
  const claims = withClaim(prefixed(`for the group ${group}:`, named), 'cognito:groups')
  return saying(expected, source, claims, { path: groupPath(group) })
}

/** Claims that differ in the value of one. */
function withClaim(named: Readonly<Record<string, unknown>>, claim: string): Record<string, Json> {
  return Object.fromEntries(Object.entries(named).map(([name, value]) => [name, { [claim]: value }]))
}

const listOfNames = 'Amazon Cognito Developer Guide, amazon-cognito-user-pools-using-the-access-token'

const memberships: Row[] = [
  ...groups('admin', admitted, {
    'the group': ['admin'],
    'the group among others': ['users', 'admin', 'guests'],
    'the group twice': ['admin', 'admin'],
    'the group among empty names': ['', 'admin', ''],
  }),
  ...groups('admin', forbidden, {
    'another group': ['users'],
    'the group with a capital letter': ['Admin'],
    'the group in upper case': ['ADMIN'],
    'the group in letters of full width': ['ａｄｍｉｎ'],
    'the group with a Cyrillic letter': ['аdmin'],
    'the group with a dotless letter': ['adm\u0131n'],
    'the group and a space': ['admin '],
    'a space and the group': [' admin'],
    'the group and a line break': ['admin\n'],
    'the group and a zero byte': ['admin\0'],
    'the group and a zero-width space': ['admin\u200B'],
    'the group with a soft hyphen': ['ad\u00ADmin'],
    'the group and an accent': ['admin\u0301'],
    'the group and more': ['administrators'],
    'the group cut short': ['admi'],
    'the group with a prefix': ['app:admin'],
    'the group in quotes': ['"admin"'],
    'the group and a comma': ['admin,'],
    'the group before a comma': ['admin,users'],
    'the group behind a comma': ['users,admin'],
    'the group behind a space': ['users admin'],
    'the letters of the group': 'admin'.split(''),
    'a star': ['*'],
    'an empty name': [''],
    'an expression': ['.*'],
  }),
  ...groups(
    'admin',
    forbidden,
    {
      'no groups': undefined,
      'an empty array': [],
      null: null,
      true: true,
      'a number': 1,
      'a string': 'admin',
      'a string with commas': 'users,admin',
      'a string with JSON': '["admin"]',
      'a string as API gateways write it': '[admin users]',
      'an object with the group as a name': { admin: true },
      'an object with the group as a value': { 0: 'admin', length: 1 },
      'an array and a number': ['admin', 1],
      'an array and null': ['admin', null],
      'an array and an array': ['admin', ['users']],
      'an array and an object': ['admin', {}],
      'an array in an array': [['admin']],
      'an object in an array': [{ name: 'admin' }],
    },
    listOfNames,
  ),
  ...saying(
    forbidden,
    listOfNames,
    {
      'the group in another claim: groups': { groups: ['admin'] },
      'the group in another claim: roles': { roles: ['admin'], role: 'admin' },
      'the group in another claim: cognito:roles': { 'cognito:roles': ['admin'] },
      'the group in another claim: cognito:group': { 'cognito:group': ['admin'] },
      'the group in another claim: Cognito:Groups': { 'Cognito:Groups': ['admin'] },
      'the group in another claim: custom:groups': { 'custom:groups': 'admin' },
      'the group in another claim: a space behind the name': { 'cognito:groups ': ['admin'] },
      'the group in another claim: an object': { cognito: { groups: ['admin'] } },
      'the group in another claim: scope': { scope: 'admin' },
      'the group in another claim: username': { username: 'admin', sub: 'admin' },
      'the group of a machine: none': machineClaims(),
    },
    { path: groupPath('admin') },
  ),
  ...groups('a,b', admitted, { 'the name with its comma': ['a,b'] }),
  ...groups('a,b', forbidden, { 'the parts of the name': ['a', 'b'], 'the name and a space': ['a, b'] }),
  ...groups('café', admitted, { 'the name': ['café'.normalize('NFC')] }),
  ...groups('café', forbidden, {
    'the name in another normal form': ['café'.normalize('NFD')],
    'without its accent': ['cafe'],
  }),
]

for (const group of [
  '0',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'length',
  'includes',
  'undefined',
  'null',
  '[object Object]',
] as const) {
  memberships.push(
    ...groups(group, admitted, { 'the name': [group] }),
    ...groups(group, forbidden, {
      'no groups': undefined,
      'an empty array': [],
      'another group': ['users'],
      'an object': { [group]: [group] },
      null: null,
    }),
  )
}

/** Rows for a path that tokens with the scope may use. */
function scopes(scope: GuardedScope, expected: Expected, named: Readonly<Record<string, unknown>>): Row[] {
  const claims = withClaim(prefixed(`for the scope ${scope}:`, named), 'scope')
  const more = { path: scopePath(scope), ...(expected.answer === 'forbidden' && { challenge: { scope } }) }
  return saying(expected, 'RFC 6749, section 3.3', claims, more)
}

const grants: readonly Row[] = [
  ...scopes('orders/read', admitted, {
    'the scope': 'orders/read',
    'the scope among others': 'openid orders/read email',
    'the scope twice': 'orders/read orders/read',
    'two spaces between': 'openid  orders/read',
    'spaces around': ' orders/read ',
  }),
  ...scopes('orders/read', forbidden, {
    'no scope': undefined,
    'an empty scope': '',
    spaces: '   ',
    'another scope': 'orders/write',
    'the scope in upper case': 'ORDERS/READ',
    'the scope and more': 'orders/readwrite',
    'the scope cut short': 'orders/rea',
    'the server alone': 'orders',
    'the server and a slash': 'orders/',
    'all scopes of the server': 'orders/*',
    'all scopes': '*',
    'the name without the server': 'read',
    'a tab between': 'openid\torders/read',
    'a line break between': 'openid\norders/read',
    'a carriage return behind': 'orders/read\r',
    'a form feed between': 'openid\forders/read',
    'a comma between': 'openid,orders/read',
    'a plus sign between': 'openid+orders/read',
    'percents between': 'openid%20orders/read',
    'a no-break space between': 'openid\u00A0orders/read',
    'a zero-width space behind': 'orders/read\u200B',
    'a zero byte behind': 'orders/read\0',
    'the scope in quotes': '"orders/read"',
    'a look-alike letter': 'оrders/read',
    'a look-alike slash': 'orders\u2215read',
    'an array': ['orders/read'],
    'an object': { 'orders/read': true },
    null: null,
    true: true,
    'a number': 1,
  }),
  ...scopes('orders/*', forbidden, { 'a scope of the server': 'orders/read' }),
  ...scopes('toString', forbidden, { 'another scope': 'openid', 'no scope': undefined }),
  ...scopes('a b', forbidden, { 'the parts of the name': 'a b', 'one of the parts': 'a' }),
  ...saying(
    forbidden,
    'RFC 6749, section 3.3',
    {
      'the scope in another claim: scp': { scope: undefined, scp: ['orders/read'] },
      'the scope in another claim: scopes': { scope: undefined, scopes: ['orders/read'] },
      'the scope in another claim: permissions': { scope: undefined, permissions: ['orders/read'] },
      'the scope in another claim: cognito:groups': { scope: undefined, 'cognito:groups': ['orders/read'] },
    },
    { path: scopePath('orders/read'), challenge: { scope: 'orders/read' } },
  ),
  ...saying(
    admitted,
    'RFC 6749, section 4.4',
    { 'the scope of a machine': machineClaims() },
    { path: scopePath('orders/read') },
  ),
  ...saying(
    forbidden,
    crossUse,
    { 'the scope of an ID token': idClaims({ scope: 'orders/read' }) },
    { server: 'id', path: scopePath('orders/read'), challenge: { scope: 'orders/read' } },
  ),
]

/** Whoever accepts each client and both kinds of token still wants to know which it is. */
const anything: readonly Row[] = [
  ...saying(
    admitted,
    cognito,
    {
      'for any client and use: an access token': {},
      'for any client and use: an ID token': idClaims(),
      'for any client and use: a machine’s token': machineClaims(),
      'for any client and use: an access token of another client': { client_id: 'another' },
      'for any client and use: an ID token of another client': idClaims({ aud: 'another' }),
    },
    { server: 'anything' },
  ),
  ...saying(
    refused('token_use'),
    cognito,
    prefixed('for any client and use:', {
      'no use': { token_use: undefined },
      'the use of a refresh token': { token_use: 'refresh' },
      'both uses in an array': { token_use: ['access', 'id'] },
    }),
    { server: 'anything' },
  ),
  ...saying(
    refused('client'),
    cognito,
    prefixed('for any client and use:', {
      'no client': { client_id: undefined },
      'no client, but an audience': { client_id: undefined, aud: clientId },
      'a client that is empty': { client_id: '' },
      'a client that is a number': { client_id: 1 },
      'a client in an array': { client_id: [clientId] },
      'an ID token without an audience': idClaims({ aud: undefined }),
      'an ID token with an audience in an array': idClaims({ aud: [clientId] }),
    }),
    { server: 'anything' },
  ),
]

const level = 'urn:cognito:loa:4'
const stepUp = 'RFC 9470, section 3, and OpenID Connect Core 1.0, section 2'

/** Claims of a sign-in that a guard reads, and that no other check does. */
const signIns: readonly Row[] = [
  ...onStepUp('/acr', { acr_values: level }, [{ acr: level }], {
    'no level': {},
    'another level': { acr: 'urn:cognito:loa:1' },
    'a level in an array': { acr: [level] },
    'a level in an object': { acr: { [level]: true } },
    'two levels in a text': { acr: `urn:cognito:loa:1 ${level}` },
    'a level in upper case': { acr: level.toUpperCase() },
    'a level and a zero byte': { acr: `${level}\0` },
    'a level among the methods': { amr: [level] },
  }),
  ...onStepUp('/amr', {}, [{ amr: ['pwd', 'mfa'] }], {
    'no methods': {},
    'other methods': { amr: ['pwd'] },
    'a method as a text': { amr: 'mfa' },
    'methods in an object': { amr: { 0: 'mfa', length: 1 } },
    'methods in an array in the array': { amr: [['mfa']] },
    'a method beside a number': { amr: ['mfa', 1] },
    'a method beside null': { amr: ['mfa', null] },
  }),
  ...onStepUp('/age', { max_age: '600' }, [{ auth_time: now }, { auth_time: now - 480 }], {
    'no time': {},
    'an old time': { auth_time: now - 720 },
    'a time of zero': { auth_time: 0 },
    'a negative time': { auth_time: -now },
  }),
  ...signed(
    { answer: 'stepUp', reason: 'step_up' },
    stepUp,
    { 'a sign-in at a time beyond all numbers': { payloadBytes: endlessTime(JSON.stringify(claimsOf())) } },
    { path: '/age', challenge: { max_age: '600' } },
  ),
]

/** Rows for a path that wants a certain sign-in: claims that are enough, and claims that are not. */
function onStepUp(
  path: StepUpPath,
  challenge: Readonly<Record<string, string>>,
  enough: readonly Json[],
  named: Readonly<Record<string, Json>>,
): readonly Row[] {
  return [
    ...enough.flatMap((claims, index) =>
      saying(admitted, stepUp, { [`a sign-in for ${path}, ${index + 1}`]: claims }, { path }),
    ),
    ...saying(
      { answer: 'stepUp', reason: 'step_up' },
      stepUp,
      prefixed(`a sign-in for ${path} with`, named),
      { path, challenge },
    ),
  ]
}

/** JSON in which `auth_time` is a number that becomes Infinity. */
function endlessTime(claims: string): string {
  return `${claims.slice(0, -1)},"auth_time":1e999}`
}

export const claims: readonly Row[] = [
  ...anything,
  ...issuers,
  ...uses,
  ...audiences,
  ...subjects,
  ...memberships,
  ...grants,
  ...signIns,
]
