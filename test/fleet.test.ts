import { afterEach, describe, expect, it } from 'vitest'
import { findMistakes, lastRefusalMs } from '../examples/fleet/dist/find-mistakes.js'
import { type Child, run } from './support/child.ts'

// The fleet itself runs in test/redis, because it needs a server.

const children: Child[] = []

afterEach(async () => {
  for (const { process } of children) process.kill('SIGKILL')
  await Promise.all(children.splice(0).map(({ end }) => end))
})

type SignOut = Parameters<typeof findMistakes>[0]

/** A sign-out of alice at Express 1, and the answers that one token gets at Express 1 and at Fastify 1. */
function signOut(token: string, ...sweeps: readonly (readonly [number, string, string])[]): SignOut {
  return {
    title: 'alice signs out',
    instance: 'Express 1',
    ends: ['alice'],
    sweeps: sweeps.map(([atMs, express, fastify]) => ({
      atMs,
      token,
      answers: { 'Express 1': express, 'Fastify 1': fastify },
    })),
  }
}

const accepted = '200 OK'
const refused = '401 token_revoked'

describe('The verdict on the fleet', () => {
  it('finds no mistake in a sign-out that takes effect within a second', () => {
    const good = signOut(
      'alice',
      [-20, accepted, accepted],
      [0, refused, accepted],
      [999, refused, accepted],
      [1000, refused, refused],
    )
    expect(findMistakes(good)).toEqual([])
    expect(lastRefusalMs(good)).toBe(1000)
    expect(findMistakes(signOut('bob', [-20, accepted, accepted], [1000, accepted, accepted]))).toEqual([])
  })

  it.each([
    ['a token that was refused before', signOut('alice', [-20, accepted, refused]), 'Fastify 1 -20 ms'],
    ['a delay where the user signed out', signOut('alice', [0, accepted, accepted]), 'Express 1 0 ms'],
    ['an instance that is late', signOut('alice', [1000, refused, accepted]), 'Fastify 1 1000 ms'],
    [
      'an instance that changes its mind',
      signOut('alice', [300, refused, refused], [400, refused, accepted]),
      'Fastify 1 400 ms',
    ],
    ['another user who is refused', signOut('bob', [1000, accepted, refused]), 'bob at Fastify 1 1000 ms'],
    ['a refusal for another reason', signOut('alice', [500, refused, '503 x']), 'Fastify 1 500 ms'],
  ])('finds %s', (_what, wrong, text) => {
    const mistakes = findMistakes(wrong)
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]).toContain(text)
  })
})

it.each(['main', 'check'])('Without redis-server, %s says how to install it', async (name) => {
  const child = run(`examples/fleet/dist/${name}.js`, [], { PATH: '/nonexistent' })
  children.push(child)
  const { status, stdout, stderr } = await child.end
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toContain('apt-get install -y --no-install-recommends redis-server')
})
