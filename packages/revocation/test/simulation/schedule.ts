import type { Principal } from '@cognito-auth/core'
import type { ManagedRevocations, Revocation } from '@cognito-auth/revocation'
import { revocationsIn } from '../../dist/create-revocations.js'
import { type Chance, chanceOf } from './chance.ts'
import { type Read, SimulatedStore, type Weather } from './simulated-store.ts'
import { end, type Ending, refuses, tokens } from './tokens.ts'
import { World } from './world.ts'

const restAtMs = 20_000
const maxAgeMs = 1000
const timeoutMs = 2000
const suspensionMs = maxAgeMs + timeoutMs

/** A process that uses the package. */
interface Instance {
  readonly revocations: ManagedRevocations
  readonly reads: Read[]
  readonly endings: Ending[]
  isAlive: boolean
}

/** Runs one schedule and returns how it broke what is promised. */
export async function runSchedule(seed: number): Promise<readonly string[]> {
  return new Schedule(seed).run()
}

/** Some instances, a store, and half a minute in which things happen by chance. */
class Schedule {
  readonly #chance: Chance
  readonly #world = new World()
  readonly #store: SimulatedStore
  readonly #maxStaleMs: number
  readonly #instances: Instance[] = []
  readonly #endings: Ending[] = []
  readonly #entries = new Map<string, Revocation>()
  readonly #faults: string[] = []

  constructor(seed: number) {
    this.#chance = chanceOf(seed)
    this.#store = new SimulatedStore(this.#world, this.#chance)
    this.#maxStaleMs = this.#chance.oneOf([1000, 4000, 10_000, Infinity])
  }

  async run(): Promise<readonly string[]> {
    for (let count = 0; count < 3; count += 1) this.#start()
    this.#plan()
    await this.#world.runUntil(restAtMs)
    await this.#comeToRest()
    this.#reportReadsThatAreTooClose()
    return this.#faults
  }

  #start(): Instance {
    const instance: Instance = {
      revocations: this.#create(() => instance),
      reads: [],
      endings: [],
      isAlive: true,
    }
    this.#instances.push(instance)
    return instance
  }

  #create(instanceOf: () => Instance): ManagedRevocations {
    const environment = this.#world.environment(
      () => instanceOf().isAlive,
      () => this.#chance.next(),
    )
    // The store is connected at the first call, when the instance exists.
    const connection = () => this.#store.connect(instanceOf().reads)
    return revocationsIn(environment, {
      store: {
        append: (entries) => {
          for (const entry of entries) this.#entries.set(JSON.stringify(entry), entry)
          return connection().append(entries)
        },
        readAfter: (cursor) => connection().readAfter(cursor),
      },
      maxAgeSeconds: maxAgeMs / 1000,
      timeoutSeconds: timeoutMs / 1000,
      maxStaleSeconds: this.#maxStaleMs / 1000,
      maxEntries: 1000,
      logger: undefined,
    })
  }

  #plan(): void {
    const chance = this.#chance
    const sometimes = (count: number, run: () => void): void => {
      for (let index = 0; index < count; index += 1) this.#world.at(chance.between(0, restAtMs), run)
    }
    sometimes(chance.between(1, 6), () => this.#signOut())
    sometimes(16, () => this.#requests())
    sometimes(chance.between(0, 4), () => this.#changeWeather())
    sometimes(chance.between(0, 3), () => this.#store.lose(chance.oneOf([1, 0.5, 0.2])))
    sometimes(chance.between(0, 2), () => this.#restart())
  }

  #living(): Instance {
    const living = this.#instances.filter(({ isAlive }) => isAlive)
    return this.#chance.oneOf(living as [Instance, ...Instance[]])
  }

  #signOut(): void {
    const instance = this.#living()
    const kind = this.#chance.oneOf<Revocation['kind']>([
      'sign-in',
      'sign-in',
      'sign-in',
      'user',
      'user',
      'client',
      'pool',
    ])
    const [ending, stored] = end(instance.revocations, kind, this.#chance.oneOf(tokens), this.#world.now)
    // Whether it was stored is seen in the store.
    stored.catch(() => undefined)
    this.#endings.push(ending)
    instance.endings.push(ending)
  }

  /** Requests on one instance, some at once and some in the seconds that follow. */
  #requests(): void {
    const instance = this.#living()
    for (let count = 0; count < 4; count += 1) {
      const delay = this.#chance.oneOf([0, 0, this.#chance.between(0, 1500), this.#chance.between(0, 5000)])
      this.#world.at(this.#world.now + delay, () => {
        if (instance.isAlive) this.#request(instance, this.#chance.oneOf(tokens))
      })
    }
  }

  #changeWeather(): void {
    const length = this.#chance.between(500, 9000)
    this.#store.weather = this.#chance.oneOf<Weather>(['slow', 'failing', 'silent', 'mixed'])
    this.#store.silentUntil = Math.min(this.#world.now + length, restAtMs)
    this.#world.at(this.#world.now + length, () => {
      if (this.#world.now < restAtMs) this.#store.weather = 'fine'
    })
  }

  #restart(): void {
    this.#living().isAlive = false
    this.#start()
  }

  #request(instance: Instance, principal: Principal): void {
    const arrival = this.#world.now
    const verdict = instance.revocations.check(principal)
    if (!(verdict instanceof Promise)) {
      this.#judge(instance, principal, arrival, verdict)
      return
    }
    void verdict.then((later) => {
      if (instance.isAlive) this.#judge(instance, principal, arrival, later)
    })
  }

  #judge(instance: Instance, principal: Principal, arrival: number, verdict: object): void {
    const { now } = this.#world
    const fault = (what: string): void => {
      const who = `${principal.claims.origin_jti ?? ''} of ${principal.userPoolId}`
      this.#faults.push(`${who}, sent at ${arrival}, decided at ${now}: ${what}`)
    }
    // One read that was in progress, and the next one.
    if (now - arrival > 2 * timeoutMs) fault('waited too long')
    if ('unavailable' in verdict) {
      if (this.#hasUsableList(instance, arrival)) fault('unavailable with a list that is young enough')
      if (!this.#isExcused(instance, arrival)) fault('unavailable without a failure')
    } else if ('revoked' in verdict && verdict.revoked === false) {
      this.#judgeAccepted(instance, principal, arrival, fault)
    } else if (!this.#endings.some(({ entry }) => refuses(entry, principal))) {
      fault('refused without a cause')
    }
  }

  #judgeAccepted(
    instance: Instance,
    principal: Principal,
    arrival: number,
    fault: (what: string) => void,
  ): void {
    if (!this.#hasUsableList(instance, arrival)) fault('accepted without a list, or with one that is too old')
    if (instance.endings.some(({ entry, calledAt }) => calledAt < arrival && refuses(entry, principal))) {
      fault('accepted by the instance that ended it')
    }
    const isStored = [...this.#entries.values()].some(
      (entry) => refuses(entry, principal) && this.#store.presentSince(entry) <= arrival - maxAgeMs,
    )
    if (isStored && !this.#isExcused(instance, arrival)) fault('accepted beyond the promise')
  }

  /** Whether there is a complete read that began at most `maxStaleSeconds` before the request. */
  #hasUsableList({ reads }: Instance, arrival: number): boolean {
    return reads.some(({ began, isComplete }) => isComplete === true && arrival - began <= this.#maxStaleMs)
  }

  /** Whether a read has failed, or took too long, within the time for which that suspends the promise. */
  #isExcused({ reads }: Instance, arrival: number): boolean {
    const { now } = this.#world
    return reads.some(({ began, endedAt = Infinity, isComplete }) => {
      const isFailure = isComplete === false && endedAt >= arrival - suspensionMs && endedAt <= now
      const overdueAt = began + timeoutMs
      const isOverdue = overdueAt <= Math.min(now, endedAt) && endedAt >= arrival - suspensionMs
      return isFailure || isOverdue
    })
  }

  /** The store is well and all instances have requests: in the end every one of them, and a new one, agrees. */
  async #comeToRest(): Promise<void> {
    this.#store.weather = 'calm'
    const living = this.#instances.filter(({ isAlive }) => isAlive)
    for (let time = restAtMs; time < restAtMs + 12_000; time += 1000) {
      this.#world.at(time, () => {
        for (const instance of living) this.#request(instance, this.#chance.oneOf(tokens))
      })
    }
    await this.#world.runUntil(restAtMs + 12_000)
    const asked = [...living, this.#start()].map(({ revocations }) =>
      Promise.all(tokens.map(async (principal) => revocations.check(principal))),
    )
    await this.#world.runUntil(restAtMs + 17_000)
    const verdicts = await Promise.all(asked.map(async (all) => JSON.stringify(await all)))
    if (new Set(verdicts).size > 1) this.#faults.push(`instances differ in the end: ${verdicts.join(' / ')}`)
  }

  #reportReadsThatAreTooClose(): void {
    for (const { reads } of this.#instances) {
      const isTooClose = reads.some(({ began }, index) => {
        const next = reads[index + 1]
        return next && next.began - began < maxAgeMs / 2 - 0.001
      })
      if (isTooClose) this.#faults.push('reads began too close to each other')
    }
  }
}
