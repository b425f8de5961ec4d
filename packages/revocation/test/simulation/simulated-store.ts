import type { Revocation, RevocationPage, RevocationStore } from '@cognito-auth/revocation'
import type { Chance } from './chance.ts'
import type { World } from './world.ts'

/** What the store does with calls: answers, now and then slowly, answers slowly, rejects, is silent for a while, or each by chance. */
export type Weather = 'calm' | 'fine' | 'slow' | 'failing' | 'silent' | 'mixed'

/** A read as its instance saw it: from the first page to the last, or to a failure. */
export interface Read {
  readonly began: number
  endedAt?: number
  isComplete?: boolean
  losses: number
}

interface Stored {
  readonly id: number
  readonly entry: Revocation
}

const pageSize = 3

/** A log that takes its time, fails, keeps silent, answers late, and loses its data. */
export class SimulatedStore {
  weather: Weather = 'fine'
  /** When silent calls are answered. */
  silentUntil = 0
  readonly #world: World
  readonly #chance: Chance
  #log: Stored[] = []
  #lastId = 1
  /** Since when entries are in the log without interruption. */
  readonly #presentSince = new Map<string, number>()

  constructor(world: World, chance: Chance) {
    this.#world = world
    this.#chance = chance
  }

  /** The store as one instance sees it. Its reads are noted. */
  connect(reads: Read[]): RevocationStore {
    return {
      append: (entries) => this.#call(() => this.#append(entries)),
      readAfter: async (cursor) => {
        let read = reads.at(-1)
        if (!read || read.endedAt !== undefined) {
          read = { began: this.#world.now, losses: 0 }
          reads.push(read)
        }
        try {
          const page = await this.#call(() => this.#page(cursor))
          if (page.lost) read.losses += 1
          // A read that meets a second loss is given up.
          if (read.losses > 1) throw new Error('lost twice')
          if (!page.lost && !page.more) Object.assign(read, { endedAt: this.#world.now, isComplete: true })
          return page
        } catch (error) {
          Object.assign(read, { endedAt: this.#world.now, isComplete: false })
          throw error
        }
      },
    }
  }

  /** Since when an entry is in the log, `Infinity` if it is not. */
  presentSince(entry: Revocation): number {
    return this.#presentSince.get(JSON.stringify(entry)) ?? Infinity
  }

  /** Loses what was added last, or everything. New ids may be smaller than those that were lost. */
  lose(part: number): void {
    this.#log.length = Math.floor(this.#log.length * (1 - part))
    const left = new Set(this.#log.map(({ entry }) => JSON.stringify(entry)))
    for (const key of this.#presentSince.keys()) if (!left.has(key)) this.#presentSince.delete(key)
    this.#lastId = this.#chance.between(this.#log.at(-1)?.id ?? 0, this.#lastId)
  }

  #append(entries: readonly Revocation[]): void {
    for (const entry of entries) {
      this.#lastId += this.#chance.between(0.5, 1)
      this.#log.push({ id: this.#lastId, entry })
      const key = JSON.stringify(entry)
      if (!this.#presentSince.has(key)) this.#presentSince.set(key, this.#world.now)
    }
  }

  #page(cursor: string | undefined): RevocationPage {
    const isLost = cursor !== undefined && !this.#log.some(({ id }) => String(id) === cursor)
    // A store may say no more than that it has lost the place, or return what comes after it.
    if (isLost && this.#chance.happens(0.5)) return { entries: [], cursor: undefined, lost: true, more: true }
    const page = this.#log.filter(({ id }) => cursor === undefined || id > Number(cursor)).slice(0, pageSize)
    const last = page.at(-1)
    return {
      entries: page.map(({ entry }) => entry),
      cursor: last ? String(last.id) : cursor,
      lost: isLost,
      more: page.length === pageSize,
    }
  }

  /** Takes effect at some moment between the call and its answer, or, if it fails, perhaps never. */
  #call<Result>(effect: () => Result): Promise<Result> {
    const { answerAt, effectAt, isFailure } = this.#fate()
    return new Promise((resolve, reject) => {
      let result: Result
      this.#world.at(effectAt, () => {
        result = effect()
      })
      this.#world.at(answerAt, () => {
        if (isFailure) reject(new Error('The store failed'))
        else resolve(result)
      })
    })
  }

  #fate(): { readonly effectAt: number; readonly answerAt: number; readonly isFailure: boolean } {
    const { now } = this.#world
    const chance = this.#chance
    const weather =
      this.weather === 'mixed' ? chance.oneOf<Weather>(['fine', 'slow', 'failing', 'silent']) : this.weather
    const isSlow = weather === 'slow' || (weather === 'fine' && chance.happens(0.03))
    const lastMs = isSlow ? chance.between(200, 1900) : chance.between(1, 30)
    if (weather === 'silent') {
      const answerAt = Math.max(now, this.silentUntil) + chance.between(0, 4000)
      const effectAt = chance.happens(0.5) ? now + lastMs : answerAt
      return { effectAt: Math.min(effectAt, answerAt), answerAt, isFailure: chance.happens(0.3) }
    }
    const answerAt = now + lastMs
    const isFailure = weather === 'failing'
    const isWithoutEffect = isFailure && chance.happens(0.6)
    return { effectAt: isWithoutEffect ? Infinity : chance.between(now, answerAt), answerAt, isFailure }
  }
}
