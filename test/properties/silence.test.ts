import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decode, encode, forge, segmentsOf } from '../hostile/support/forge.ts'
import { exchange } from '../hostile/support/raw-http.ts'
import { frameworks, startTarget, type Target } from '../hostile/support/servers.ts'
import { parseChallenge } from '../support/challenge-parser.ts'
import { leakOf } from '../support/leak.ts'
import { bounded } from './bounded.ts'

const good = forge()
const { header, payload, signature } = segmentsOf(good)

/** Tokens that are good, nearly good, and nothing of the kind. */
const tokens = fc.oneof(
  fc.constant(good),
  fc
    .tuple(fc.nat({ max: good.length }), fc.nat({ max: good.length }))
    .map(([from, to]) => good.slice(from, to)),
  fc
    .uint8Array({ minLength: 1, maxLength: 300 })
    .map((bytes) => `${header}.${payload}.${encode(Buffer.from(bytes))}`),
  fc
    .uint8Array({ minLength: 1, maxLength: 300 })
    .map((bytes) => `${header}.${encode(Buffer.from(bytes))}.${signature}`),
  fc.uint8Array({ minLength: 1, maxLength: 300 }).map((bytes) => encode(Buffer.from(bytes))),
  fc.dictionary(fc.string(), fc.jsonValue()).map((claims) => forge({ claims })),
  fc.dictionary(fc.string(), fc.jsonValue()).map((members) => forge({ header: members })),
  fc
    .constantFrom('iss', 'sub', 'exp', 'nbf', 'client_id', 'token_use', 'cnf')
    .map((claim) => forge({ claims: { [claim]: null } })),
  fc
    .string({ unit: 'binary-ascii', minLength: 16, maxLength: 200 })
    .map((text) => text.replaceAll(/[^\x20-\x7E]/g, '~')),
  fc.constant(decode(payload).toString()),
)

const schemes = fc.constantFrom('Bearer ', 'bearer  ', 'Bearer\t', 'Bearer:', 'Basic ', 'Token ', '')
const paths = fc.constantFrom('/me', '/group/0', '/scope/0', '/nowhere')

describe.each(frameworks)('an API on $name', ({ startServer }) => {
  let target: Target
  beforeAll(async () => {
    target = await startTarget(startServer)
  })
  afterAll(() => target.close())

  it('repeats nothing of a token, neither in its answer nor in its log', async () => {
    await fc.assert(
      fc.asyncProperty(tokens, schemes, paths, async (token, scheme, path) => {
        target.takeLog()
        const request = [
          `GET ${path} HTTP/1.1`,
          'Host: api.example.com',
          `Authorization: ${scheme}${token}`,
          'Connection: close',
        ]
        const [answer] = await exchange(target.ports.roomy, `${request.join('\r\n')}\r\n\r\n`)

        expect(answer?.status).toBeLessThan(500)
        for (const challenge of answer?.headers.get('www-authenticate') ?? []) parseChallenge(challenge)
        expect(leakOf(token, `${answer?.text}${target.takeLog()}`)).toBeUndefined()
      }),
      bounded(300),
    )
  })
})
