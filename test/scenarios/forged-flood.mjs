// Gives an authenticator 100,000 forged tokens, and prints how much memory is left in use by them. Needs --expose-gc.
import { randomBytes } from 'node:crypto'
import { createAuthenticator, isAuthError } from '@cognito-auth/core'
import { bytesInUse } from './memory.mjs'

const { TOKEN, OPTIONS } = process.env
const [header, payload, signature] = TOKEN.split('.')
const claims = JSON.parse(Buffer.from(payload, 'base64url'))
const authenticator = createAuthenticator(JSON.parse(OPTIONS))

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
const random = (bytes) => randomBytes(bytes).toString('base64url')

/** No two of them are the same. */
const forgeries = [
  ['signature', () => `${header}.${payload}.${random(256)}`],
  ['signature', () => `${header}.${encode({ ...claims, sub: random(16) })}.${signature}`],
  ['kid_unknown', () => `${encode({ kid: random(32), alg: 'RS256' })}.${payload}.${signature}`],
  ['issuer', () => `${header}.${encode({ ...claims, iss: `https://${random(8)}.test` })}.${signature}`],
  ['algorithm', () => `${encode({ kid: random(32), alg: 'none' })}.${payload}.${signature}`],
  ['malformed_token', () => `${random(20)}.${random(600)}.${random(256)}`],
  ['malformed_token', () => random(1000)],
  ['malformed_credentials', () => `${random(500)} ${random(500)}`],
]

const reasons = {}
let wrong = 0

async function flood(count) {
  for (let index = 0; index < count; index++) {
    const [reason, forge] = forgeries[index % forgeries.length]
    // oxlint-disable-next-line no-await-in-loop -- one after the other, or memory would be full of requests
    const error = await authenticator.authenticate(`Bearer ${forge()}`).catch((thrown) => thrown)
    if (!isAuthError(error) || error.reason !== reason) wrong++
    reasons[error.reason] = (reasons[error.reason] ?? 0) + 1
  }
}

await authenticator.authenticate(`Bearer ${TOKEN}`)
await flood(2000)
const before = bytesInUse()
const begin = performance.now()
const beginCpu = process.cpuUsage()
await flood(100_000)
const milliseconds = performance.now() - begin
const { user, system } = process.cpuUsage(beginCpu)
const growthBytes = bytesInUse() - before
const { kind } = await authenticator.authenticate(`Bearer ${TOKEN}`)

console.log(
  JSON.stringify({
    growthBytes,
    milliseconds,
    cpuMilliseconds: (user + system) / 1000,
    reasons,
    wrong,
    kind,
  }),
)
