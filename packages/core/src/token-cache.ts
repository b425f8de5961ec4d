import { hash } from 'node:crypto'
import type { Principal } from './principal.ts'
import type { Grounds, VerifiedToken } from './verifier.ts'

/** What is remembered of a token that was found good. Each token has an object of its own, so that it may be kept. */
export interface Remembered {
  readonly grounds: Grounds

  /** Whose token it is. Nothing, when it was let go: then who reads it again from the token puts it back. */
  principal: Principal | undefined

  /** Whether the token was presented again since the last turn of its place. */
  wasMetAgain: boolean
}

/**
 * Remembers tokens that were found good. A token is known by the SHA-256 of all of it, so that no live token stays in
 * memory and no part of one can stand for the whole.
 *
 * When all places are taken, the next one is vacated whose token was not presented again since its last turn (the clock
 * algorithm). That leaves the map as it is when a token is recalled: V8 rebuilds a map whose entries come and go.
 *
 * A principal, with all its claims, is many times the work for the garbage collector that the rest is. That of a token
 * which does not come back is let go soon; it can be read again from the token, should that come back after all.
 */
export class TokenCache {
  readonly #places: Place[] = []
  readonly #free: Place[] = []
  readonly #byKey = new Map<string, Place>()
  readonly #maxEntries: number

  /** The place whose turn is next. */
  #hand = 0

  /** What was stored last, the oldest of it at `#oldest`. */
  readonly #latest: Remembered[] = []
  #oldest = 0

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries
  }

  static keyOf(token: string): string {
    return hash('sha256', token, 'binary')
  }

  get(key: string): Remembered | undefined {
    const remembered = this.#byKey.get(key)?.remembered
    if (remembered !== undefined) remembered.wasMetAgain = true
    return remembered
  }

  set(key: string, { grounds, principal }: VerifiedToken): void {
    const place = this.#byKey.get(key)
    const remembered = { grounds, principal, wasMetAgain: place !== undefined }
    if (place === undefined) this.#add(key, remembered)
    else place.remembered = remembered
  }

  delete(key: string): void {
    const place = this.#byKey.get(key)
    if (place === undefined) return
    this.#byKey.delete(key)
    place.remembered = undefined
    this.#free.push(place)
  }

  #add(key: string, remembered: Remembered): void {
    const isFull = this.#places.length === this.#maxEntries
    const place = this.#free.pop() ?? (isFull ? this.#vacatedPlace() : this.#newPlace(key))
    place.key = key
    place.remembered = remembered
    this.#byKey.set(key, place)
    this.#keepForNow(remembered)
  }

  #newPlace(key: string): Place {
    const place = { key, remembered: undefined }
    this.#places.push(place)
    return place
  }

  #vacatedPlace(): Place {
    for (;;) {
      const place = this.#places[this.#hand] as Place
      this.#hand = (this.#hand + 1) % this.#maxEntries
      if (!place.remembered?.wasMetAgain) {
        this.#byKey.delete(place.key)
        return place
      }
      place.remembered.wasMetAgain = false
    }
  }

  /** Counts it among the latest, and lets the principal go of the one that it displaces there. */
  #keepForNow(remembered: Remembered): void {
    const displaced = this.#latest[this.#oldest]
    if (displaced && !displaced.wasMetAgain) displaced.principal = undefined
    this.#latest[this.#oldest] = remembered
    this.#oldest = (this.#oldest + 1) % latestTokens
  }
}

/**
 * How many tokens have their principals until they come back. A page sends several requests with a token that is new; in
 * between come those of others.
 */
const latestTokens = 64

interface Place {
  key: string
  remembered: Remembered | undefined
}
