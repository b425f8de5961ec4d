import { canary, forge, utf8 } from './support/forge.ts'
import type { Row } from './support/row.ts'
import { fieldLines, paths, prefixed, sentTo, values } from './support/rows.ts'

const good = forge()
const unsigned = `${canary}-${'x'.repeat(200)}`

const admitted = { answer: 'admitted' } as const
const noCredentials = { answer: 'missing', reason: 'no_credentials' } as const
const otherScheme = { answer: 'missing', reason: 'other_scheme' } as const
const schemeMissing = { answer: 'missing', reason: 'scheme_missing' } as const
const malformed = { answer: 'malformed', reason: 'malformed_credentials' } as const
const several = { answer: 'malformed', reason: 'several_credentials' } as const
const notAToken = { answer: 'invalid', reason: 'malformed_token' } as const
const unparsable = { answer: 'unparsable' } as const

const scheme = 'RFC 9110, section 11.1'
const credentials = 'RFC 9110, section 11.4'
const b64token = 'RFC 6750, section 2.1'
const fieldValue = 'RFC 9110, section 5.5'
const fieldLine = 'RFC 9112, section 5'
const fieldLength = 'RFC 9110, section 5.4'
const headerOnly = 'RFC 6750, section 2'

const KiB = 1024
const MiB = KiB * KiB

export const headerGrammar: readonly Row[] = [
  ...values(admitted, scheme, {
    'the scheme as it is registered': `Bearer ${good}`,
    'the scheme in lower case': `bearer ${good}`,
    'the scheme in upper case': `BEARER ${good}`,
    'the scheme in mixed case': `bEaReR ${good}`,
  }),
  ...values(admitted, credentials, {
    'two spaces behind the scheme': `Bearer  ${good}`,
    'a hundred spaces behind the scheme': `Bearer${' '.repeat(100)}${good}`,
  }),
  ...fieldLines(admitted, fieldValue, {
    'no space behind the colon': [`Authorization:Bearer ${good}`],
    'blanks around the value': [`Authorization: \t  Bearer ${good} \t `],
  }),
  ...fieldLines(admitted, 'RFC 9110, section 5.1', {
    'the field name in lower case': [`authorization: Bearer ${good}`],
    'the field name in upper case': [`AUTHORIZATION: Bearer ${good}`],
    'the field name in mixed case': [`aUtHoRiZaTiOn: Bearer ${good}`],
  }),

  ...fieldLines(noCredentials, 'RFC 6750, section 3.1', {
    'no field': [],
    'an empty field': ['Authorization:'],
    'a field of blanks': ['Authorization: \t \t '],
    'the scheme alone': ['Authorization: Bearer'],
    'the scheme and a space': ['Authorization: Bearer '],
    'the scheme and blanks': ['Authorization: Bearer  \t '],
  }),
  ...values(otherScheme, scheme, {
    'the scheme Basic': `Basic ${Buffer.from(`${canary}:${good.slice(0, 40)}`).toString('base64')}`,
    'the scheme Digest': `Digest username="${canary}", realm="api"`,
    'the scheme DPoP': `DPoP ${good}`,
    'the scheme Negotiate': `Negotiate ${good}`,
    'the scheme Token': `Token ${good}`,
    'the scheme JWT': `JWT ${good}`,
    'a scheme that begins with Bearer': `BearerToken ${good}`,
    'a scheme that begins with Bearer and a digit': `Bearer2 ${good}`,
    'a scheme that begins with Bearer and a dash': `Bearer-Token ${good}`,
    'a scheme that begins with Bearer and a dot': `Bearer. ${good}`,
    'a scheme that ends in Bearer': `X-Bearer ${good}`,
    'the token glued to the scheme': `Bearer${good}`,
    'the scheme in quotes': `"Bearer" ${good}`,
    'the scheme in brackets': `<Bearer> ${good}`,
    'the scheme behind a comma': `, Bearer ${good}`,
    'other credentials in front': `Basic ${Buffer.from(`${canary}:x`).toString('base64')}, Bearer ${good}`,
    'the scheme in letters of full width': utf8(`Ｂｅａｒｅｒ ${good}`),
    'the scheme with a Cyrillic letter': utf8(`Beаrer ${good}`),
    'the scheme behind a byte order mark': utf8(`\uFEFFBearer ${good}`),
    'the scheme behind a no-break space': `\u00A0Bearer ${good}`,
    'the scheme cut short': `Beare ${good}`,
    'the token without a scheme, in quotes': `"${good}"`,
    'the token without a scheme, twice': `${good}, ${good}`,
    'the token without a scheme, and a segment more': `${good}.${good.slice(0, 20)}`,
  }),
  ...values(schemeMissing, scheme, {
    'the token without a scheme': good,
    'a token without a signature and without a scheme': good.slice(0, good.lastIndexOf('.') + 1),
    'a token with another signature and without a scheme': `${good.slice(0, -8)}AAAAAAAA`,
  }),
  ...values(malformed, credentials, {
    'a tab behind the scheme': `Bearer\t${good}`,
    'a tab behind the space': `Bearer \t${good}`,
    'a no-break space behind the scheme': `Bearer\u00A0${good}`,
    'a no-break space behind the space': `Bearer \u00A0${good}`,
    'a no-break space in UTF-8 behind the scheme': utf8(`Bearer\u00A0${good}`),
    'a next-line character behind the scheme': `Bearer\u0085${good}`,
    'an ideographic space behind the scheme': utf8(`Bearer\u3000${good}`),
    'a zero-width space behind the scheme': utf8(`Bearer\u200B${good}`),
    'a colon behind the scheme': `Bearer: ${good}`,
    'a colon in place of the space': `Bearer:${good}`,
    'an equals sign in place of the space': `Bearer=${good}`,
    'an equals sign and quotes': `Bearer="${good}"`,
    'a comma behind the scheme': `Bearer, ${good}`,
    'a slash behind the scheme': `Bearer/ ${good}`,
  }),
  ...values(malformed, b64token, {
    'the token in double quotes': `Bearer "${good}"`,
    'the token in single quotes': `Bearer '${good}'`,
    'the token in angle brackets': `Bearer <${good}>`,
    'the token in braces': `Bearer {${good}}`,
    'the token as a parameter': `Bearer token=${good}`,
    'the token as a quoted parameter': `Bearer access_token="${good}"`,
    'a comma behind the token': `Bearer ${good},`,
    'a semicolon behind the token': `Bearer ${good};`,
    'a parameter behind the token': `Bearer ${good}; charset=utf-8`,
    'the scheme twice': `Bearer Bearer ${good}`,
    'two tokens': `Bearer ${good} ${good}`,
    'two tokens and a comma': `Bearer ${good}, ${good}`,
    'two credentials and a comma': `Bearer ${good}, Bearer ${good}`,
    'other credentials behind': `Bearer ${good}, Basic ${Buffer.from(`${canary}:x`).toString('base64')}`,
    'a space in the token': `Bearer ${good.replace('.', '. ')}`,
    'a tab in the token': `Bearer ${good.replace('.', '.\t')}`,
    'a percent sign in the token': `Bearer ${good.replace('.', '%2E')}`,
    'a backslash in the token': `Bearer ${good.replace('.', '\\.')}`,
    'an equals sign in the token': `Bearer ${good.replace('.', '=.')}`,
    'an equals sign alone': 'Bearer =',
    'a byte beyond ASCII in the token': `Bearer ${good.replace('.', '\u00E9.')}`,
    'a byte beyond ASCII behind the token': `Bearer ${good}\u00FF`,
    'a character of UTF-8 in the token': utf8(`Bearer ${good.replace('.', '\u2024')}`),
    'letters of full width in the token': utf8(`Bearer ${good.replace('e', 'ｅ')}`),
    'a JSON object': `Bearer {"token":"${good}"}`,
  }),
  ...values(notAToken, b64token, {
    'the alphabet of b64token, which is larger than that of a JWT':
      'Bearer abcdefghijklmnop-._~+/0123456789==',
    undefined: 'Bearer undefined',
    null: 'Bearer null',
    'an opaque token': `Bearer ${unsigned}`,
  }),

  ...fieldLines(several, 'RFC 9110, sections 5.3 and 11.6.2', {
    'the field twice, both good': [`Authorization: Bearer ${good}`, `Authorization: Bearer ${good}`],
    'the field twice, the first good': [`Authorization: Bearer ${good}`, `Authorization: Bearer ${unsigned}`],
    'the field twice, the second good': [
      `Authorization: Bearer ${unsigned}`,
      `Authorization: Bearer ${good}`,
    ],
    'the field twice, in two spellings': [`Authorization: Bearer ${good}`, `aUTHORIZATION: Bearer ${good}`],
    'the field twice, the second empty': [`Authorization: Bearer ${good}`, 'Authorization:'],
    'the field twice, the first empty': ['Authorization:', `Authorization: Bearer ${good}`],
    'the field twice, with another scheme': [
      'Authorization: Basic Y2FuYXJ5Og==',
      `Authorization: Bearer ${good}`,
    ],
    'the field twice, with others between': [
      `Authorization: Bearer ${good}`,
      'Accept: */*',
      'X-Other: Authorization',
      `Authorization: Bearer ${good}`,
    ],
    'the field ten times': Array.from({ length: 10 }, () => `Authorization: Bearer ${good}`),
  }),
  ...fieldLines(noCredentials, headerOnly, {
    'the token in Proxy-Authorization': [`Proxy-Authorization: Bearer ${good}`],
    'the token in X-Authorization': [`X-Authorization: Bearer ${good}`],
    'the token in X-Original-Authorization': [`X-Original-Authorization: Bearer ${good}`],
    'the token in X-Forwarded-Authorization': [`X-Forwarded-Authorization: Bearer ${good}`],
    'the token in Authentication': [`Authentication: Bearer ${good}`],
    'the token in a field with a longer name': [`Authorization-Token: Bearer ${good}`],
    'the token in a field with a look-alike name': [`Authorizat1on: Bearer ${good}`],
    'the token in X-Access-Token': [`X-Access-Token-Auth: ${good}`],
    'the token in a cookie': [`Cookie: access_token=${good}; Authorization=Bearer ${good}`],
    'the token as a load balancer passes it': [`X-Amzn-Oidc-Accesstoken: ${good}`],
    'an identity as a load balancer passes it': [
      `X-Amzn-Oidc-Identity: ${canary}`,
      `X-Amzn-Oidc-Data: ${good}`,
    ],
  }),
  {
    name: 'the token in the query',
    path: `/me?access_token=${good}`,
    ...noCredentials,
    source: 'RFC 6750, sections 2.3 and 5.3',
  },
  {
    name: 'the token in a form',
    method: 'POST',
    fields: [
      'Content-Type: application/x-www-form-urlencoded',
      `Content-Length: ${'access_token='.length + good.length}`,
    ],
    body: `access_token=${good}`,
    ...noCredentials,
    source: 'RFC 6750, section 2.2',
  },
  {
    name: 'a body that never comes',
    method: 'POST',
    fields: ['Authorization: Bearer x', 'Content-Type: application/json', 'Content-Length: 1000000'],
    ...notAToken,
    source: 'RFC 9110, section 10.1.1',
  },

  { name: 'OPTIONS', method: 'OPTIONS', fields: [], ...noCredentials, source: 'RFC 9110, section 9.3.7' },
  { name: 'HEAD', method: 'HEAD', fields: [], ...noCredentials, source: 'RFC 9110, section 9.3.2' },
  { name: 'TRACE', method: 'TRACE', fields: [], ...noCredentials, source: 'RFC 9110, section 9.3.8' },
  { name: 'PROPFIND', method: 'PROPFIND', fields: [], ...noCredentials, source: 'RFC 4918, section 9.1' },
  { name: 'HTTP/1.0', version: 'HTTP/1.0', fields: [], ...noCredentials, source: 'RFC 9112, appendix C' },
  {
    name: 'the address of another origin',
    path: 'http://elsewhere.example/me',
    fields: [],
    ...noCredentials,
    source: 'RFC 9112, section 3.2.2',
  },
  ...paths(
    noCredentials,
    'RFC 3986, section 6',
    prefixed('the path', {
      'of the root': '/',
      'in upper case': '/ME',
      'with a slash behind': '/me/',
      'with two slashes': '//me',
      'with a dot': '/./me',
      'in percents': '/%6De',
      'with a parameter': '/me;x',
      'with an empty query': '/me?',
      'with a zero byte': '/me%00',
      'that leads up': '/..%2Fme',
      'that nobody has': '/nowhere',
    }),
  ),

  ...fieldLines(unparsable, 'RFC 9112, section 5.2', {
    'a folded value, between scheme and token': [`Authorization: Bearer\r\n ${good}`],
    'a folded value, in the token': [`Authorization: Bearer ${good.slice(0, 99)}\r\n\t${good.slice(99)}`],
    'a folded value, in front of the scheme': [`Authorization:\r\n Bearer ${good}`],
  }),
  ...fieldLines(unparsable, fieldLine, {
    'a space in front of the colon': [`Authorization : Bearer ${good}`],
    'a space in front of the first field': [` Authorization: Bearer ${good}`],
    'a field without a colon': [`Authorization Bearer ${good}`],
    'a field without a name': [`: Bearer ${good}`],
    'a name beyond ASCII': [`Authoris\u00E9: Bearer ${good}`],
  }),
  ...values(
    unparsable,
    fieldValue,
    Object.fromEntries(
      ['\0', '\x01', '\x08', '\x0B', '\x0C', '\x1B', '\x7F', '\r', '\n'].map((character) => [
        `the control character ${character.charCodeAt(0)} in the token`,
        `Bearer ${good.replace('.', `.${character}`)}`,
      ]),
    ),
  ),
  ...fieldLines(noCredentials, fieldLength, {
    'credentials behind more fields than Node reads': [
      ...Array.from({ length: 2000 }, () => 'a: '),
      `Authorization: Bearer ${good}`,
    ],
  }),

  ...values({ answer: 'tooLarge' }, 'RFC 6585, section 5', {
    'a token of 17,000 characters for 16 KiB of header fields': `Bearer ${'a'.repeat(17_000)}`,
    '60,000 spaces and a token for 16 KiB of header fields': `Bearer${' '.repeat(60_000)}${good}`,
  }),
  ...values(notAToken, fieldLength, { 'a token of 8 KiB': `Bearer ${'a'.repeat(8 * KiB)}` }),
  ...sentTo('roomy', [
    ...values(notAToken, fieldLength, {
      'a token of 64 KiB': `Bearer ${'a'.repeat(64 * KiB)}`,
      '64 KiB of dots': `Bearer ${'.'.repeat(64 * KiB)}`,
      '64 KiB of equals signs behind a letter': `Bearer a${'='.repeat(64 * KiB - 1)}`,
      '64 KiB of letters and dots': `Bearer ${'a.'.repeat(32 * KiB)}`,
    }),
    ...values(malformed, fieldLength, {
      'a token of 64 KiB and one': `Bearer ${'a'.repeat(64 * KiB + 1)}`,
      'a token of 128 KiB': `Bearer ${'a'.repeat(128 * KiB)}`,
      'a token of 1 MiB': `Bearer ${'a'.repeat(MiB)}`,
      'good credentials with 64 KiB behind': `Bearer ${good}${'.'.repeat(64 * KiB)}`,
      '64 KiB of equals signs': `Bearer ${'='.repeat(64 * KiB)}`,
      '64 KiB of letters and an exclamation mark': `Bearer ${'a'.repeat(64 * KiB - 1)}!`,
      '1 MiB of letters and spaces': `Bearer ${'a '.repeat(MiB / 2)}a`,
      '1 MiB of tabs': `Bearer${'\t'.repeat(MiB)}${good}`,
      '1 MiB of spaces and tabs': `Bearer ${' \t'.repeat(MiB / 2)}${good}`,
      '1 MiB of commas': `Bearer ${','.repeat(MiB)}`,
      '1 MiB of quotes': `Bearer ${'"'.repeat(MiB)}`,
      '1 MiB of schemes': `Bearer ${'Bearer '.repeat(MiB / 7)}`,
      '1 MiB of credentials': `Bearer a${', Bearer a'.repeat(MiB / 10)}`,
    }),
    ...values(malformed, 'CVE-2025-30204, CVE-2025-22868, CVE-2025-27144', {
      '1 MiB of dots': `Bearer ${'.'.repeat(MiB)}`,
    }),
    ...values(otherScheme, fieldLength, { '1 MiB of scheme': 'Bearer'.repeat(MiB / 6) }),
    ...values(noCredentials, fieldLength, { '1 MiB of spaces': `Bearer${' '.repeat(MiB)}` }),
    ...values(admitted, credentials, { '1 MiB of spaces and a token': `Bearer${' '.repeat(MiB)}${good}` }),
  ]),
]
