import { canary, forge, utf8 } from './support/forge.ts'
import type { Row } from './support/row.ts'
import { fieldLines, rowsOf, sentTo } from './support/rows.ts'

const good = forge()
const other = forge({ claims: { sub: `${canary}-other` } })
const cookie = `Cookie: __Host-access=${good}`
const evil = 'Origin: https://evil.example'

const admitted = { answer: 'admitted' } as const
const missing = { answer: 'missing', reason: 'no_credentials' } as const
const otherScheme = { answer: 'missing', reason: 'other_scheme' } as const
const malformed = { answer: 'malformed', reason: 'malformed_credentials' } as const
const several = { answer: 'malformed', reason: 'several_credentials' } as const
const notAToken = { answer: 'invalid', reason: 'malformed_token' } as const
const crossOrigin = { answer: 'crossOrigin', reason: 'cross_origin' } as const
const unparsable = { answer: 'unparsable' } as const

const cookies = 'RFC 6265, section 5.4'
const cookieNames = 'RFC 6265bis, section 4.1.3'
const bearer = 'RFC 6750, section 2.1'
const origins = 'RFC 6454, section 7'
const fetchSite = 'Fetch Metadata, section 2.3'
const safeMethods = 'RFC 9110, section 9.2.1'
const hostField = 'RFC 9112, section 3.2'

const inCookie: readonly Row[] = [
  ...fieldLines(admitted, cookies, {
    'a cookie': [cookie],
    'a cookie among others': [`Cookie: a=1; __Host-access=${good}; b=2`],
    'a cookie without blanks around it': [`Cookie: a=1;__Host-access=${good};b=2`],
    'a cookie with tabs around it': [`Cookie: a=1;\t__Host-access=${good}\t;b=2`],
    'a cookie among empty ones': [`Cookie: ;; ;__Host-access=${good};;`],
    'a cookie in the second Cookie field': ['Cookie: a=1', cookie],
    'a cookie after the names of attributes': [`Cookie: $Version=1; __Host-access=${good}; $Path=/`],
    'a cookie beside lookalikes': [`Cookie: __host-access=${other}; access=${other}; __Host-access=${good}`],
  }),
  ...fieldLines(missing, cookies, {
    'no cookie': [],
    'another cookie': [`Cookie: access=${good}`],
    'an empty Cookie field': ['Cookie:'],
    'an empty cookie': ['Cookie: __Host-access='],
    'a cookie of blanks': ['Cookie: __Host-access= \t '],
    'a cookie without a value': ['Cookie: __Host-access'],
    'a cookie without a name': [`Cookie: =${good}`],
    'a token for a cookie': [`Cookie: ${good}`],
    'a Cookie2 field': [`Cookie2: __Host-access=${good}`],
    'a Set-Cookie field': [`Set-Cookie: __Host-access=${good}`],
    'a cookie behind a comma': [`Cookie: a=1, __Host-access=${good}`],
    'a cookie in quotes': [`Cookie: "__Host-access=${good}"`],
  }),
  ...fieldLines(missing, cookieNames, {
    'a cookie name in lower case': [`Cookie: __host-access=${good}`],
    'a cookie name in upper case': [`Cookie: __HOST-ACCESS=${good}`],
    'a cookie name with another prefix': [`Cookie: __Secure-access=${good}`],
    'a cookie name with more in front': [`Cookie: x__Host-access=${good}`],
    'a cookie name with more behind': [`Cookie: __Host-access2=${good}`],
    'a cookie name cut short': [`Cookie: __Host-acces=${good}`],
    'a cookie name with a space behind it': [`Cookie: __Host-access =${good}`],
    'a cookie name in quotes of its own': [`Cookie: "__Host-access"=${good}`],
    'a cookie name with a percent sign': [`Cookie: __Host%2Daccess=${good}`],
    'a cookie name behind an equals sign': [`Cookie: =__Host-access=${good}`],
    'a cookie name as the value of another': [`Cookie: a=__Host-access=${good}`],
    'a cookie name inside a quoted value': [`Cookie: a="; x__Host-access=${good}"`],
    'a cookie name behind a no-break space': [`Cookie: \u00A0__Host-access=${good}`],
    'a cookie name behind an en quad': [utf8(`Cookie: \u2000__Host-access=${good}`)],
    'a cookie name behind a byte order mark': [utf8(`Cookie: \uFEFF__Host-access=${good}`)],
    'a cookie name in letters of full width': [utf8(`Cookie: __Host-ａccess=${good}`)],
    'a cookie name behind a dollar sign': [`Cookie: $__Host-access=${good}`],
    'a cookie name in brackets': [`Cookie: __Host-access[]=${good}`],
  }),
  ...fieldLines(several, cookieNames, {
    'two equal cookies': [`Cookie: __Host-access=${good}; __Host-access=${good}`],
    'two cookies': [`Cookie: __Host-access=${good}; __Host-access=${other}`],
    'two cookies, the first of them empty': [`Cookie: __Host-access=; __Host-access=${good}`],
    'two cookies, the second of them empty': [`Cookie: __Host-access=${good}; __Host-access=`],
    'two empty cookies': ['Cookie: __Host-access=; __Host-access='],
    'two cookies far apart': [`Cookie: __Host-access=${good}; ${'a=1; '.repeat(100)}__Host-access=${good}`],
    'two Cookie fields with the cookie': [cookie, cookie],
    'two Cookie fields in different case': [cookie, `cOOKIE: __Host-access=${other}`],
    'a thousand cookies': [`Cookie: ${'__Host-access=a; '.repeat(800)}`],
  }),
  ...fieldLines(malformed, bearer, {
    'a cookie value in quotes': [`Cookie: __Host-access="${good}"`],
    'a cookie value with a space': [`Cookie: __Host-access=${good} ${canary}`],
    'a cookie value with a tab': [`Cookie: __Host-access=${good}\t${canary}`],
    'a cookie value with a comma': [`Cookie: __Host-access=${good},${canary}`],
    'a cookie value with a scheme': [`Cookie: __Host-access=Bearer ${good}`],
    'a cookie value with a scheme in percent signs': [`Cookie: __Host-access=Bearer%20${good}`],
    'a cookie value with an equals sign in front': [`Cookie: __Host-access==${good}`],
    'a cookie value that is signed by a session library': [`Cookie: __Host-access=s:${good}`],
    'a cookie value with a dot in percent signs': [`Cookie: __Host-access=${good.replaceAll('.', '%2E')}`],
    'a cookie value beyond ASCII': [`Cookie: __Host-access=${good}\u00E9`],
  }),
  ...fieldLines(notAToken, bearer, {
    'a cookie value that is no token': [`Cookie: __Host-access=${canary}`],
    'a cookie value that is one word': ['Cookie: __Host-access=deleted'],
  }),

  ...fieldLines(admitted, cookies, {
    'Authorization beside another cookie': [`Authorization: Bearer ${good}`, 'Cookie: a=1'],
    'Authorization beside a bad cookie': [`Authorization: Bearer ${good}`, 'Cookie: __Host-access=junk'],
    'Authorization beside two cookies': [
      `Authorization: Bearer ${good}`,
      `Cookie: __Host-access=${other}; __Host-access=${other}`,
    ],
  }),
  ...fieldLines(otherScheme, bearer, {
    'another scheme beside a cookie': ['Authorization: Basic eDp5', cookie],
  }),
  ...fieldLines(missing, bearer, {
    'an empty Authorization field beside a cookie': ['Authorization:', cookie],
    'the scheme alone beside a cookie': ['Authorization: Bearer', cookie],
  }),
  ...fieldLines(malformed, bearer, {
    'malformed credentials beside a cookie': [`Authorization: Bearer ${canary} x`, cookie],
  }),
  ...fieldLines(several, bearer, {
    'two Authorization fields beside a cookie': [
      'Authorization: Bearer a',
      'Authorization: Bearer a',
      cookie,
    ],
  }),
]

const post = { method: 'POST' } as const

const acrossOrigins: readonly Row[] = [
  ...fieldLines(
    admitted,
    origins,
    {
      'POST without Origin and Sec-Fetch-Site': [cookie],
      'POST from its own origin': [cookie, 'Origin: https://api.example.com'],
      'POST from its own origin without TLS': [cookie, 'Origin: http://api.example.com'],
      'POST from its own origin in capitals': [cookie, 'Origin: HTTPS://API.EXAMPLE.COM'],
      'POST from its own origin with the port of https': [cookie, 'Origin: https://api.example.com:443'],
      'POST from a trusted origin': [cookie, 'Origin: https://app.example.com'],
      'POST from a trusted origin, cross-site': [
        cookie,
        'Origin: https://app.example.com',
        'Sec-Fetch-Site: cross-site',
      ],
      'POST from another origin with Authorization': [`Authorization: Bearer ${good}`, evil],
      'POST from another origin with both': [`Authorization: Bearer ${good}`, cookie, evil],
    },
    post,
  ),
  ...fieldLines(
    crossOrigin,
    origins,
    {
      'POST from another origin': [cookie, evil],
      'POST from an opaque origin': [cookie, 'Origin: null'],
      'POST from an empty origin': [cookie, 'Origin:'],
      'POST from an origin below its own': [cookie, 'Origin: https://evil.api.example.com'],
      'POST from an origin beside its own': [cookie, 'Origin: https://evil.example.com'],
      'POST from an origin that begins like its own': [
        cookie,
        'Origin: https://api.example.com.evil.example',
      ],
      'POST from an origin that ends like its own': [cookie, 'Origin: https://evil-api.example.com'],
      'POST from another port': [cookie, 'Origin: https://api.example.com:8443'],
      'POST from its own origin with a dot behind it': [cookie, 'Origin: https://api.example.com.'],
      'POST from its own origin as a URL': [cookie, 'Origin: https://api.example.com/'],
      'POST from its own host without a scheme': [cookie, 'Origin: api.example.com'],
      'POST from an extension with the name of its host': [cookie, 'Origin: moz-extension://api.example.com'],
      'POST from an origin with its host as a password': [cookie, 'Origin: https://evil:x@api.example.com'],
      'POST from an origin with its host in a fragment': [
        cookie,
        'Origin: https://evil.example#@api.example.com',
      ],
      'POST from two origins in one field': [
        cookie,
        'Origin: https://api.example.com https://api.example.com',
      ],
      'POST from a trusted origin in capitals': [cookie, 'Origin: https://APP.example.com'],
      'POST from a trusted origin without TLS': [cookie, 'Origin: http://app.example.com'],
      'POST from a trusted origin on another port': [cookie, 'Origin: https://app.example.com:8443'],
      'POST with two equal Origin fields': [
        cookie,
        'Origin: https://app.example.com',
        'Origin: https://app.example.com',
      ],
      'POST with two Origin fields and Sec-Fetch-Site': [
        cookie,
        'Origin: https://api.example.com',
        evil,
        'Sec-Fetch-Site: same-origin',
      ],
      'POST from another origin with a bad token': ['Cookie: __Host-access=junk', evil],
      'POST from another origin with two cookies': [cookie, cookie, evil],
    },
    post,
  ),
  ...fieldLines(
    crossOrigin,
    'RFC 7239, section 8.1',
    {
      'POST from another origin that is forwarded as the host': [
        cookie,
        evil,
        'X-Forwarded-Host: evil.example',
      ],
      'POST from another origin in Forwarded': [cookie, evil, 'Forwarded: host=evil.example;proto=https'],
      'POST from another origin in X-Forwarded-Server': [cookie, evil, 'X-Forwarded-Server: evil.example'],
      'POST from another port that is forwarded': [
        cookie,
        'Origin: https://api.example.com:8443',
        'X-Forwarded-Port: 8443',
      ],
      'POST from another origin with the host in X-Original-URL': [
        cookie,
        evil,
        'X-Original-URL: https://evil.example/me',
      ],
      'POST from another origin with a Referer of its own': [
        cookie,
        evil,
        'Referer: https://api.example.com/',
      ],
    },
    post,
  ),
  ...fieldLines(
    admitted,
    fetchSite,
    {
      'POST with Sec-Fetch-Site: same-origin': [cookie, 'Sec-Fetch-Site: same-origin'],
      'POST with Sec-Fetch-Site: none': [cookie, 'Sec-Fetch-Site: none'],
      'POST with Sec-Fetch-Site: same-origin behind a proxy': [
        cookie,
        'Sec-Fetch-Site: same-origin',
        'Origin: https://public.example.com',
      ],
    },
    post,
  ),
  ...fieldLines(
    crossOrigin,
    fetchSite,
    {
      'POST with Sec-Fetch-Site: cross-site': [cookie, 'Sec-Fetch-Site: cross-site'],
      'POST with Sec-Fetch-Site: same-site': [cookie, 'Sec-Fetch-Site: same-site'],
      'POST with Sec-Fetch-Site: cross-site from its own origin': [
        cookie,
        'Sec-Fetch-Site: cross-site',
        'Origin: https://api.example.com',
      ],
      'POST with an empty Sec-Fetch-Site': [cookie, 'Sec-Fetch-Site:'],
      'POST with Sec-Fetch-Site in capitals': [cookie, 'Sec-Fetch-Site: Same-Origin'],
      'POST with Sec-Fetch-Site in quotes': [cookie, 'Sec-Fetch-Site: "same-origin"'],
      'POST with Sec-Fetch-Site with a parameter': [cookie, 'Sec-Fetch-Site: same-origin;x'],
      'POST with an unknown Sec-Fetch-Site': [cookie, 'Sec-Fetch-Site: same-planet'],
      'POST with two equal Sec-Fetch-Site fields': [
        cookie,
        'Sec-Fetch-Site: same-origin',
        'Sec-Fetch-Site: same-origin',
      ],
      'POST with two Sec-Fetch-Site fields': [
        cookie,
        'Sec-Fetch-Site: same-origin',
        'Sec-Fetch-Site: cross-site',
      ],
      'POST with two values in Sec-Fetch-Site': [cookie, 'Sec-Fetch-Site: same-origin, cross-site'],
      'POST with Sec-Fetch-Mode: navigate and cross-site': [
        cookie,
        'Sec-Fetch-Mode: navigate',
        'Sec-Fetch-Site: cross-site',
      ],
    },
    post,
  ),

  ...rowsOf<Partial<Row>>(
    {
      'POST sent to its host in capitals': { hosts: ['API.Example.COM'] },
      'POST sent to its host with the port of https': { hosts: ['api.example.com:443'] },
      'POST sent to another port, from there': {
        hosts: ['api.example.com:8443'],
        fields: [cookie, 'Origin: https://api.example.com:8443'],
      },
      'POST sent to an IPv6 address, from there': {
        hosts: ['[2001:db8::1]:3000'],
        fields: [cookie, 'Origin: http://[2001:db8::1]:3000'],
      },
      'POST sent to an IPv4 address, from there': {
        hosts: ['192.0.2.1'],
        fields: [cookie, 'Origin: http://192.0.2.1'],
      },
      'POST with an absolute target, from its own origin': { path: 'https://api.example.com/me' },
      'POST over HTTP/1.0 without Host and Origin': { version: 'HTTP/1.0', hosts: [], fields: [cookie] },
    },
    (row) => ({
      fields: [cookie, 'Origin: https://api.example.com'],
      ...post,
      ...admitted,
      source: hostField,
      ...row,
    }),
  ),
  ...rowsOf<Partial<Row>>(
    {
      'POST sent to another host': { hosts: ['other.example.com'] },
      'POST sent to another port': { hosts: ['api.example.com:8443'] },
      'POST sent to the port of http': { hosts: ['api.example.com:80'] },
      'POST sent to an empty port': { hosts: ['api.example.com:'] },
      'POST sent to two hosts in one field': { hosts: ['api.example.com, api.example.com'] },
      'POST sent to a host with a path': { hosts: ['api.example.com/'] },
      'POST sent to a host with a user': { hosts: ['x@api.example.com'] },
      'POST sent to two equal hosts': { hosts: ['api.example.com', 'api.example.com'] },
      'POST sent to two hosts, its own first': { hosts: ['api.example.com', 'evil.example'] },
      'POST sent to two hosts, its own last': {
        hosts: ['evil.example', 'api.example.com'],
        fields: [cookie, evil],
      },
      'POST sent to an empty host': { hosts: [''] },
      'POST sent to an empty host from an empty origin': {
        hosts: [''],
        fields: [cookie, 'Origin: https://'],
      },
      'POST sent to another IPv6 address': {
        hosts: ['[2001:db8::2]'],
        fields: [cookie, 'Origin: https://[2001:db8::1]'],
      },
      'POST over HTTP/1.0 without Host': { version: 'HTTP/1.0', hosts: [] },
      'POST with an absolute target of another origin': {
        path: 'https://evil.example/me',
        fields: [cookie, evil],
      },
    },
    (row) => ({
      fields: [cookie, 'Origin: https://api.example.com'],
      ...post,
      ...crossOrigin,
      source: hostField,
      ...row,
    }),
  ),
]

const ofMethods: readonly Row[] = [
  ...rowsOf(
    {
      'HEAD from another origin': 'HEAD',
      'OPTIONS from another origin': 'OPTIONS',
      'GET from another origin': 'GET',
    },
    (method) => ({ method, fields: [cookie, evil], ...admitted, source: safeMethods }),
  ),
  ...rowsOf(
    {
      'PUT from another origin': 'PUT',
      'PATCH from another origin': 'PATCH',
      'DELETE from another origin': 'DELETE',
      'TRACE from another origin': 'TRACE',
      'PROPFIND from another origin': 'PROPFIND',
    },
    (method) => ({ method, fields: [cookie, evil], ...crossOrigin, source: safeMethods }),
  ),
  ...fieldLines(
    crossOrigin,
    safeMethods,
    {
      'POST that calls itself GET in X-HTTP-Method-Override': [cookie, evil, 'X-HTTP-Method-Override: GET'],
      'POST that calls itself GET in X-Method-Override': [cookie, evil, 'X-Method-Override: GET'],
      'POST that calls itself GET in X-HTTP-Method': [cookie, evil, 'X-HTTP-Method: GET'],
    },
    post,
  ),
  ...rowsOf({ 'a method in lower case': 'get', 'an unknown method': 'FROBNICATE' }, (method) => ({
    method,
    fields: [cookie, evil],
    ...unparsable,
    source: safeMethods,
  })),
  ...fieldLines(crossOrigin, 'RFC 6455, section 10.2', {
    'GET with Upgrade from another origin': [cookie, evil, 'Upgrade: websocket'],
    'GET with an empty Upgrade from another origin': [cookie, evil, 'Upgrade:'],
    'GET with Upgrade, cross-site': [cookie, 'Upgrade: websocket', 'Sec-Fetch-Site: cross-site'],
  }),
  ...fieldLines(admitted, 'RFC 6455, section 10.2', {
    'GET with Upgrade from its own origin': [cookie, 'Upgrade: websocket', 'Origin: https://api.example.com'],
  }),
]

const inHeader: readonly Row[] = [
  ...fieldLines(admitted, bearer, {
    'a header': [`x-amzn-oidc-accesstoken: ${good}`],
    'a header in other case': [`X-AMZN-OIDC-ACCESSTOKEN: ${good}`],
    'a header with blanks around the value': [`x-amzn-oidc-accesstoken: \t ${good} \t`],
    'a header beside a bad Authorization': [`x-amzn-oidc-accesstoken: ${good}`, 'Authorization: Bearer a b'],
    'a header beside two Authorization fields': [
      `x-amzn-oidc-accesstoken: ${good}`,
      'Authorization: Bearer a',
      'Authorization: Bearer b',
    ],
  }),
  ...fieldLines(missing, bearer, {
    'no header': [],
    'an empty header': ['x-amzn-oidc-accesstoken:'],
    'a header of blanks': ['x-amzn-oidc-accesstoken: \t '],
    'Authorization in place of the header': [`Authorization: Bearer ${good}`],
    'a header with underscores': [`x_amzn_oidc_accesstoken: ${good}`],
    'a header with more behind the name': [`x-amzn-oidc-accesstoken2: ${good}`],
    'a cookie with the name of the header': [`Cookie: x-amzn-oidc-accesstoken=${good}`],
  }),
  ...fieldLines(several, bearer, {
    'two equal headers': [`x-amzn-oidc-accesstoken: ${good}`, `x-amzn-oidc-accesstoken: ${good}`],
    'two headers in different case': [
      `x-amzn-oidc-accesstoken: ${good}`,
      `X-Amzn-Oidc-AccessToken: ${other}`,
    ],
    'two headers, the first of them empty': ['x-amzn-oidc-accesstoken:', `x-amzn-oidc-accesstoken: ${good}`],
    'two empty headers': ['x-amzn-oidc-accesstoken:', 'x-amzn-oidc-accesstoken:'],
  }),
  ...fieldLines(malformed, bearer, {
    'a header with a scheme': [`x-amzn-oidc-accesstoken: Bearer ${good}`],
    'a header in quotes': [`x-amzn-oidc-accesstoken: "${good}"`],
    'a header with two tokens': [`x-amzn-oidc-accesstoken: ${good}, ${good}`],
  }),
  ...fieldLines(
    admitted,
    'RFC 6454, section 7',
    { 'POST with a header from another origin': [`x-amzn-oidc-accesstoken: ${good}`, evil] },
    post,
  ),
]

export const tokenSources: readonly Row[] = [
  ...sentTo('cookie', [...inCookie, ...acrossOrigins, ...ofMethods]),
  ...sentTo('header', inHeader),
]
