import {
  canary,
  claimsOf,
  decode,
  encode,
  type Flaws,
  forge,
  headerOf,
  now,
  rs256,
  searchToken,
  segmentsOf,
} from './support/forge.ts'
import { mainKey } from './support/keys.ts'
import type { Row } from './support/row.ts'
import { sentTo, signed, tokens } from './support/rows.ts'
import { groupPath } from './support/servers.ts'

const admitted = { answer: 'admitted' } as const
const notAToken = { answer: 'invalid', reason: 'malformed_token' } as const
const badCredentials = { answer: 'malformed', reason: 'malformed_credentials' } as const

const compact = 'RFC 7515, section 7.1'
const base64url = 'RFC 7515, section 2, and RFC 4648, section 3.5'
const jsonObject = 'RFC 7519, section 7.2'
const utf8Only = 'RFC 7519, section 7.2, and RFC 8259, section 8.1'
const duplicates = 'RFC 7515, section 4, and RFC 7519, section 4'
const numericDate = 'RFC 7519, sections 2 and 4.1'
const unknownMembers = 'RFC 7515, section 4, and RFC 7519, section 4'
const prototypes = 'CVE-2024-34273'

const token = forge()
const { header: h, payload: p, signature: s } = segmentsOf(token)

/** JSON of the header, or of the claims, with more text at its end. */
const header = (more = ''): string => JSON.stringify(headerOf(mainKey)).slice(0, -1) + more
const claims = (more = '', over = {}): string => JSON.stringify(claimsOf(over)).slice(0, -1) + more

/** Ends JSON so that its last character of base64url has bits that mean nothing. */
function withLooseEnd(json: string): string {
  return json.length % 3 === 0 ? `${json} ` : json
}

/** Sets one of the bits that mean nothing. */
function setLooseBit(segment: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const last = alphabet.charAt(alphabet.indexOf(segment.slice(-1)) + 1)
  const changed = segment.slice(0, -1) + last
  if (!decode(changed).equals(decode(segment))) throw new Error('the bit means something')
  return changed
}

function inOtherAlphabet(segment: string): string {
  const changed = segment.replaceAll('-', '+').replaceAll('_', '/')
  if (changed === segment) throw new Error('the segment is the same in both alphabets')
  return changed
}

const withPadding = (segment: string): string => segment.padEnd(Math.ceil(segment.length / 4) * 4, '=')

const otherAlphabetSigned = searchToken((signature) => /[-_]/.test(encode(signature)))
const nested = (open: string, close: string, depth: number): string =>
  open.repeat(depth) + close.repeat(depth)

const segments: readonly Row[] = [
  ...tokens(notAToken, compact, {
    'one segment': h,
    'one segment and a dot': `${h}.`,
    'two segments': `${h}.${p}`,
    'no signature': `${h}.${p}.`,
    'no header': `.${p}.${s}`,
    'no payload': `${h}..${s}`,
    'a signature alone': `..${s}`,
    'a payload alone': `.${p}.`,
    'a dot': '.',
    'two dots': '..',
    'three dots': '...',
    'a dot in front': `.${token}`,
    'a dot behind': `${token}.`,
    'four segments': `${token}.${s}`,
    'five segments': `${token}.${s}.${s}`,
    'the token twice': `${token}.${token}`,
    'a dash in front': `-${token}`,
    'a tilde behind, as with selective disclosure': `${token}~`,
  }),
  ...tokens(notAToken, 'RFC 7516, section 3.1', {
    'an encrypted token': [
      encode('{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"encryption"}'),
      ...['key', 'initial value', 'ciphertext', 'tag'].map((part) => encode(`${canary}-${part}`)),
    ].join('.'),
    'an encrypted token without a key': `${encode('{"alg":"dir","enc":"A256GCM"}')}..${encode('iv')}.${p}.${s}`,
  }),
  ...tokens(notAToken, 'CVE-2023-52428', {
    'an encrypted token that asks for endless iterations': [
      encode('{"alg":"PBES2-HS512+A256KW","enc":"A256GCM","p2c":2147483647,"p2s":"c2FsdA"}'),
      ...['key', 'iv', 'ciphertext', 'tag'].map(encode),
    ].join('.'),
  }),
  ...signed(notAToken, 'RFC 7519, section 7.2', {
    'a token in a token': { header: { cty: 'JWT' }, payloadBytes: token },
    'a token in a token, as a string': { header: { cty: 'JWT' }, payloadBytes: JSON.stringify(token) },
  }),
  ...tokens(badCredentials, 'RFC 7515, section 7.2, and CVE-2022-39227', {
    'JSON serialization': JSON.stringify({ payload: p, protected: h, signature: s }),
    'JSON and compact serialization at once': `{"  ${h}.${p}.":"","protected":"${h}","payload":"${p}","signature":"${s}"}`,
  }),
]

const spellings: readonly Row[] = [
  ...tokens(badCredentials, base64url, {
    'a padded header': `${withPadding(encode('{}'))}.${p}.${s}`,
    'a header with an equals sign': `${h}=.${p}.${s}`,
    'a payload with an equals sign': `${h}.${p}=.${s}`,
  }),
  ...tokens(notAToken, base64url, {
    'a padded signature': `${h}.${p}.${withPadding(s)}`,
    'a signature with one equals sign': `${token}=`,
    'a signature with many equals signs': token + '='.repeat(50),
    'a signature with a bit that means nothing': `${h}.${p}.${setLooseBit(s)}`,
    'a signature in the other alphabet': inOtherAlphabet(otherAlphabetSigned),
    'a header with a letter that means nothing': `${encode(`${header('}')}${' '.repeat(3)}`)}A.${p}.${s}`,
  }),
  ...tokens(notAToken, 'CVE-2022-25898', {
    'a signature with a dot of b64token in it': `${h}.${p}.${s.slice(0, 9)}~${s.slice(9)}`,
    'a signature with special characters behind it': `${token}~~`,
  }),
  ...signed(notAToken, base64url, {
    'a signed header with a bit that means nothing': {
      headerBytes: withLooseEnd(header('}')),
      respell: { header: setLooseBit },
    },
    'a signed payload with a bit that means nothing': {
      payloadBytes: withLooseEnd(claims('}')),
      respell: { payload: setLooseBit },
    },
    'a signed header in the other alphabet': {
      headerBytes: header(',"x":"???>>>~~~"}'),
      respell: { header: inOtherAlphabet },
    },
    'a signed payload in the other alphabet': {
      payloadBytes: claims(',"x":"???>>>~~~???>>>"}'),
      respell: { payload: inOtherAlphabet },
    },
  }),
  ...signed(badCredentials, base64url, {
    'a signed and padded header': {
      headerBytes: withLooseEnd(header('}')),
      respell: { header: withPadding },
    },
    'a signed and padded payload': {
      payloadBytes: withLooseEnd(claims('}')),
      respell: { payload: withPadding },
    },
  }),
  ...signed(admitted, base64url, {
    'a signed payload in the right alphabet': { payloadBytes: claims(',"x":"???>>>~~~"}') },
  }),
]

const texts: readonly Row[] = [
  ...signed(notAToken, utf8Only, {
    'a header behind a byte order mark': { headerBytes: `\uFEFF${header('}')}` },
    'a payload behind a byte order mark': { payloadBytes: `\uFEFF${claims('}')}` },
    'a header in UTF-16': { headerBytes: Buffer.from(header('}'), 'utf16le') },
    'a payload in UTF-16': { payloadBytes: Buffer.from(claims('}'), 'utf16le') },
    'a payload in Latin-1': { payloadBytes: Buffer.from(claims(',"x":"\u00E9"}'), 'latin1') },
    'a header with a byte that UTF-8 never has': {
      headerBytes: Buffer.from(header(',"x":"\u00FF"}'), 'latin1'),
    },
    'a payload with a byte that UTF-8 never has': {
      payloadBytes: Buffer.from(claims(',"x":"\u00FF"}'), 'latin1'),
    },
    'a payload with an overlong character': {
      payloadBytes: Buffer.from(claims(',"x":"\u00C0\u0080"}'), 'latin1'),
    },
    'a payload with half a surrogate pair': {
      payloadBytes: Buffer.from(claims(',"x":"\u00ED\u00A0\u0080"}'), 'latin1'),
    },
    'a payload that ends in half a character': {
      payloadBytes: Buffer.from(`${claims('}')}\u00C3`, 'latin1'),
    },
  }),
  ...signed(admitted, utf8Only, {
    'characters beyond ASCII in a claim': { claims: { 'custom:name': 'Zoë \u{1F600}' } },
    'a line break in a claim': { claims: { 'custom:name': 'a\r\nSet-Cookie: b=c' } },
    'a null character in a claim': { claims: { 'custom:name': 'a\0b' } },
    'half a surrogate pair as an escape': { payloadBytes: claims(String.raw`,"x":"\ud800"}`) },
    'an algorithm in escapes': { headerBytes: String.raw`{"kid":"main","alg":"\u0052\u0053256"}` },
    'blanks around header and payload': {
      headerBytes: ` \t${header('}')}\r\n`,
      payloadBytes: `\n ${claims('}')} `,
    },
  }),
  ...signed(notAToken, jsonObject, {
    'an empty header': { headerBytes: '' },
    'an empty payload': { payloadBytes: '' },
    'a header that is null': { headerBytes: 'null' },
    'a header that is true': { headerBytes: 'true' },
    'a header that is a number': { headerBytes: '1' },
    'a header that is a string': { headerBytes: '"RS256"' },
    'a header that is an array': { headerBytes: `[${header('}')}]` },
    'a payload that is null': { payloadBytes: 'null' },
    'a payload that is true': { payloadBytes: 'true' },
    'a payload that is a number': { payloadBytes: '1' },
    'a payload that is a string': { payloadBytes: JSON.stringify(canary) },
    'a header cut short': { headerBytes: header() },
    'a payload cut short': { payloadBytes: claims() },
    'a comma at the end': { payloadBytes: claims(',}') },
    'a comment': { payloadBytes: `/* */${claims('}')}` },
    'text behind the header': { headerBytes: `${header('}')}{}` },
    'text behind the payload': { payloadBytes: `${claims('}')}{}` },
    'single quotes': { payloadBytes: claims('}').replaceAll('"', "'") },
    'a time that is not a number': { payloadBytes: claims(',"nbf":NaN}') },
    'a time that is infinite': { payloadBytes: claims(',"nbf":-Infinity}') },
    'a number in hexadecimal': { payloadBytes: claims(',"nbf":0x10}') },
    'a number with a plus sign': { payloadBytes: claims(',"nbf":+1}') },
    'a line break in a string': { payloadBytes: claims(',"x":"a\nb"}') },
  }),
  ...signed(notAToken, 'CVE-2026-107723', {
    'a payload that is an array': { payloadBytes: '[]' },
    'a payload that is an array of claims': { payloadBytes: `[${claims('}')}]` },
  }),
  ...signed({ answer: 'invalid', reason: 'algorithm' }, jsonObject, {
    'a header without members': { headerBytes: '{}' },
  }),
  ...signed({ answer: 'invalid', reason: 'issuer' }, jsonObject, {
    'a payload without members': { payloadBytes: '{}' },
  }),
]

const members: readonly Row[] = [
  ...signed(admitted, duplicates, {
    'an algorithm twice, the last one good': { headerBytes: '{"alg":"none","kid":"main","alg":"RS256"}' },
    'a kid twice, the last one good': { headerBytes: '{"kid":"foreign","alg":"RS256","kid":"main"}' },
    'an expiry twice, the last one good': { payloadBytes: `{"exp":1,${claims('}').slice(1)}` },
  }),
  ...signed({ answer: 'invalid', reason: 'algorithm' }, duplicates, {
    'an algorithm twice, the last one bad': { headerBytes: header(',"alg":"none"}') },
    'an algorithm twice, the last one in escapes': { headerBytes: header(String.raw`,"\u0061lg":"none"}`) },
  }),
  ...signed({ answer: 'invalid', reason: 'kid_unknown' }, duplicates, {
    'a kid twice, the last one bad': { headerBytes: header(',"kid":"foreign"}') },
  }),
  ...signed({ answer: 'expired', reason: 'expired' }, duplicates, {
    'an expiry twice, the last one past': { payloadBytes: claims(',"exp":1}') },
  }),
  ...signed({ answer: 'invalid', reason: 'issuer' }, duplicates, {
    'an issuer twice, the last one bad': { payloadBytes: claims(',"iss":"https://issuer.example"}') },
  }),
  ...signed({ answer: 'invalid', reason: 'client' }, duplicates, {
    'a client twice, the last one bad': { payloadBytes: claims(',"client_id":"another"}') },
  }),
  {
    name: 'groups twice, the last ones without the group',
    token: forge({
      payloadBytes: `{"cognito:groups":["admin"],${claims(',"cognito:groups":["users"]}').slice(1)}`,
    }),
    path: groupPath('admin'),
    answer: 'forbidden',
    reason: 'guard',
    source: duplicates,
  },

  ...signed({ answer: 'invalid', reason: 'algorithm' }, prototypes, {
    'a header in __proto__': { headerBytes: `{"__proto__":${header('}')}}` },
  }),
  ...signed({ answer: 'invalid', reason: 'issuer' }, prototypes, {
    'claims in __proto__': { payloadBytes: `{"__proto__":${claims('}')}}` },
  }),
  ...signed({ answer: 'invalid', reason: 'subject' }, prototypes, {
    'a subject in __proto__': {
      payloadBytes: claims(`,"__proto__":{"sub":"${canary}"}}`, { sub: undefined }),
    },
  }),
  ...signed({ answer: 'invalid', reason: 'expiry_missing' }, prototypes, {
    'an expiry in __proto__': {
      payloadBytes: claims(',"__proto__":{"exp":9999999999}}', { exp: undefined }),
    },
  }),
  ...signed(admitted, prototypes, {
    '__proto__ among the claims': { payloadBytes: claims(',"__proto__":{"polluted":true}}') },
    '__proto__ that is null': { payloadBytes: claims(',"__proto__":null}') },
    '__proto__ in a claim': { payloadBytes: claims(',"x":{"__proto__":{"polluted":true}}}') },
    '__proto__ in an array in a claim': { payloadBytes: claims(',"x":[[{"__proto__":{"polluted":true}}]]}') },
    '__proto__ in escapes': { payloadBytes: claims(String.raw`,"\u005f_proto__":{"polluted":true}}`) },
    '__proto__ in the header': { headerBytes: header(',"__proto__":{"polluted":true}}') },
    'constructor among the claims': {
      payloadBytes: claims(',"constructor":{"prototype":{"polluted":true}}}'),
    },
    'constructor in the header': { headerBytes: header(',"constructor":{"prototype":{"polluted":true}}}') },
    'prototype among the claims': { payloadBytes: claims(',"prototype":{"polluted":true}}') },
  }),
  ...signed(
    { answer: 'forbidden', reason: 'guard' },
    prototypes,
    {
      'groups in __proto__': { payloadBytes: claims(',"__proto__":{"cognito:groups":["admin"]}}') },
      'groups in constructor': { payloadBytes: claims(',"constructor":{"cognito:groups":["admin"]}}') },
    },
    { path: groupPath('admin') },
  ),
  ...signed(admitted, unknownMembers, {
    'claims with the names of methods': {
      payloadBytes: claims(',"toString":1,"valueOf":1,"hasOwnProperty":1,"toJSON":1,"then":1,"catch":1}'),
    },
    'claims with the names of our own results': {
      claims: {
        reason: 'signature',
        allowed: true,
        principal: {},
        kind: 'machine',
        userId: 'root',
        code: 'x',
      },
    },
    'a claim without a name': { claims: { '': 1 } },
    'a hundred claims': {
      claims: Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`custom:${n}`, 'x'])),
    },
    'a type of content in the header': { header: { cty: 'JWT' } },
    'a compression that signatures do not have': { header: { zip: 'DEF' } },
  }),
]

const sizes: readonly Row[] = sentTo('roomy', [
  ...signed(admitted, 'CVE-2025-53864', {
    'a claim of 20,000 arrays in each other': { payloadBytes: claims(`,"x":${nested('[', ']', 20_000)}}`) },
    'a claim of 7,000 objects in each other': {
      payloadBytes: claims(`,"x":${nested('{"a":', '}', 7000).replace(':}', ':1}')}}`),
    },
    'a header with 20,000 arrays in each other': { headerBytes: header(`,"x":${nested('[', ']', 20_000)}}`) },
    'groups of 20,000 arrays in each other': {
      payloadBytes: claims(`,"cognito:groups":${nested('[', ']', 20_000)}}`),
    },
  }),
  ...tokens(notAToken, 'CVE-2025-53864', {
    '40,000 brackets for a payload': `${h}.${encode('['.repeat(40_000))}.${s}`,
    '40,000 brackets for a header': `${encode('['.repeat(40_000))}.${p}.${s}`,
    '8,000 braces for a payload': `${h}.${encode('{"a":'.repeat(8000))}.${s}`,
  }),
  ...tokens({ answer: 'invalid', reason: 'signature' }, 'CVE-2025-53864', {
    '20,000 arrays in each other, unsigned': `${h}.${encode(claims(`,"x":${nested('[', ']', 20_000)}}`))}.${s}`,
  }),
  ...signed(admitted, 'RFC 7519, section 4', {
    'a claim of 40,000 characters': { claims: { x: 'x'.repeat(40_000) } },
    'a claim with a number of 10,000 digits': { payloadBytes: claims(`,"x":${'9'.repeat(10_000)}}`) },
    '4,500 claims': { claims: Object.fromEntries(Array.from({ length: 4500 }, (_, n) => [`c${n}`, 0])) },
    '5,000 groups': { claims: { 'cognito:groups': Array.from({ length: 5000 }, (_, n) => `g${n}`) } },
  }),
])

/** A claim as JSON in place of the one of the same name. */
const timed = (name: 'exp' | 'nbf', json: string): Flaws => ({
  payloadBytes: claims(`,"${name}":${json}}`, { exp: name === 'exp' ? undefined : now + 3600 }),
})

const times: readonly Row[] = [
  ...signed(admitted, numericDate, {
    'an expiry a minute ahead': timed('exp', String(now + 60)),
    'an expiry between two seconds': timed('exp', `${now + 60}.999999`),
    'an expiry in exponents': timed('exp', `${now + 3600}e0`),
    'an expiry beyond whole numbers': timed('exp', '9007199254740993'),
    'an expiry beyond the calendar': timed('exp', '8640000000001'),
    'an expiry of 20 digits': timed('exp', '99999999999999999999'),
    'an expiry close to the largest number': timed('exp', '1.7976931348623157e308'),
    'a beginning at zero': timed('nbf', '0'),
    'a beginning at minus zero': timed('nbf', '-0'),
    'a beginning before the calendar': timed('nbf', '-1e300'),
    'a beginning too small to be told from zero': timed('nbf', '1e-400'),
    'a beginning a minute ago': timed('nbf', String(now - 60)),
    'an issue in the future': { claims: { iat: now + 600 } },
  }),
  ...signed({ answer: 'invalid', reason: 'claim_type' }, 'RFC 7519, section 4.1.6', {
    'an issue that is no number': { claims: { iat: 'yesterday', auth_time: null } },
  }),
  ...signed({ answer: 'expired', reason: 'expired' }, numericDate, {
    'an expiry a minute ago': timed('exp', String(now - 60)),
    'an expiry at zero': timed('exp', '0'),
    'an expiry at minus zero': timed('exp', '-0'),
    'an expiry before 1970': timed('exp', '-1'),
    'an expiry before the calendar': timed('exp', '-8640000000001'),
    'an expiry close to the smallest number': timed('exp', '-1.7976931348623157e308'),
    'an expiry too small to be told from zero': timed('exp', '1e-400'),
  }),
  ...signed({ answer: 'invalid', reason: 'expiry_missing' }, numericDate, {
    'no expiry': { claims: { exp: undefined } },
    'an expiry that is null': timed('exp', 'null'),
    'an expiry that is true': timed('exp', 'true'),
    'an expiry that is a string': timed('exp', `"${now + 3600}"`),
    'an expiry that is a date': timed('exp', '"2999-12-31T23:59:59Z"'),
    'an expiry that is an array': timed('exp', `[${now + 3600}]`),
    'an expiry that is an object': timed('exp', `{"valueOf":${now + 3600}}`),
    'an expiry that overflows': timed('exp', '1e400'),
    'an expiry that overflows below': timed('exp', '-1e400'),
    'an expiry of 400 digits': timed('exp', '9'.repeat(400)),
  }),
  ...signed({ answer: 'invalid', reason: 'not_yet_valid' }, numericDate, {
    'a beginning a minute ahead': timed('nbf', String(now + 60)),
    'a beginning beyond the calendar': timed('nbf', '8640000000001'),
    'a beginning close to the largest number': timed('nbf', '1.7976931348623157e308'),
    'a beginning that overflows': timed('nbf', '1e400'),
    'a beginning that is null': timed('nbf', 'null'),
    'a beginning that is false': timed('nbf', 'false'),
    'a beginning that is a string': timed('nbf', '"0"'),
    'a beginning that is an empty string': timed('nbf', '""'),
    'a beginning that is an array': timed('nbf', '[0]'),
    'a beginning that is an object': timed('nbf', '{}'),
  }),
]

const wholes: readonly Row[] = [
  ...tokens({ answer: 'invalid', reason: 'signature' }, 'RFC 7515, section 5.2', {
    'a letter behind the signature': `${token}A`,
    'a header in front of which a space was put': `${encode(` ${header('}')}`)}.${p}.${s}`,
    'a payload in front of which a space was put': `${h}.${encode(` ${claims('}')}`)}.${s}`,
    'claims in another order': `${h}.${encode(JSON.stringify(Object.fromEntries(Object.entries(claimsOf()).toReversed())))}.${s}`,
    'a signature of the decoded text': `${h}.${p}.${encode(rs256(Buffer.from(decode(h).toString() + decode(p).toString()), mainKey))}`,
    'a signature of the payload alone': `${h}.${p}.${encode(rs256(Buffer.from(p), mainKey))}`,
    'a signature of the header alone': `${h}.${p}.${encode(rs256(Buffer.from(h), mainKey))}`,
    'a signature of payload and header': `${h}.${p}.${encode(rs256(Buffer.from(`${p}.${h}`), mainKey))}`,
    'a signature of the text with a dot behind': `${h}.${p}.${encode(rs256(Buffer.from(`${h}.${p}.`), mainKey))}`,
    'a signature of the text in UTF-16': `${h}.${p}.${encode(rs256(Buffer.from(`${h}.${p}`, 'utf16le'), mainKey))}`,
  }),
  ...tokens({ answer: 'invalid', reason: 'algorithm' }, 'RFC 7515, section 5.2', {
    'header and payload in each other’s place': `${p}.${h}.${s}`,
  }),
]

export const tokenStructure: readonly Row[] = [
  ...segments,
  ...spellings,
  ...texts,
  ...members,
  ...sizes,
  ...times,
  ...wholes,
]
