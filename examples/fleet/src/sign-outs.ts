import { type Fleet, type InstanceName, withFleet } from './fleet.ts'
import { ask, type Sweep, sweepAround, type Tokens } from './sweep.ts'

/** A sign-out, and what the instances answered around it. */
export interface SignOut {
  readonly title: string

  /** The instance that it was sent to. */
  readonly instance: InstanceName

  /** The tokens that it ends, of those that were accepted before. */
  readonly ends: readonly string[]

  readonly sweeps: readonly Sweep[]
}

/** Starts four instances and observes two sign-outs, and a new sign-in after them. */
export function observeSignOuts(): Promise<readonly SignOut[]> {
  return withFleet(async (fleet) => {
    const { pool } = fleet
    const laptop = { 'alice, laptop': pool.accessToken({ sub: 'alice' }) }
    const others = {
      'alice, phone': pool.accessToken({ sub: 'alice' }),
      'alice, tablet': pool.accessToken({ sub: 'alice' }),
    }
    const bob = { bob: pool.accessToken({ sub: 'bob' }) }

    const one = await observe(fleet, {
      title: 'alice signs out on her laptop',
      instance: 'Express 1',
      path: '/sign-out',
      endedBy: 'alice, laptop',
      ends: Object.keys(laptop),
      tokens: { ...laptop, ...others, ...bob },
    })
    const all = await observe(fleet, {
      title: 'alice signs out everywhere',
      instance: 'Fastify 2',
      path: '/sign-out/everywhere',
      endedBy: 'alice, phone',
      ends: Object.keys(others),
      tokens: { ...others, ...bob },
    })
    const again = await observe(fleet, {
      title: 'alice signs in again, and bob signs out',
      instance: 'Fastify 1',
      path: '/sign-out',
      endedBy: 'bob',
      ends: Object.keys(bob),
      tokens: { ...bob, 'alice, again': pool.accessToken({ sub: 'alice' }) },
    })
    return [one, all, again]
  })
}

interface Step extends Omit<SignOut, 'sweeps'> {
  readonly path: string
  readonly endedBy: string
  readonly tokens: Tokens
}

async function observe(fleet: Fleet, step: Step): Promise<SignOut> {
  const { title, instance, ends, tokens, path, endedBy } = step
  const url = fleet.instances.find(({ name }) => name === instance)?.url ?? ''
  async function signOut(): Promise<void> {
    const answer = await ask(url, 'POST', path, tokens[endedBy] ?? '')
    if (answer !== '204 No Content')
      throw new Error(`POST ${path} at ${instance} was answered with ${answer}`)
  }
  return { title, instance, ends, sweeps: await sweepAround(signOut, fleet, tokens) }
}
