import { hash } from 'node:crypto'
import type { Principal } from './principal.ts'
import type { Grounds, VerifiedToken } from './verifier.ts'

/** What is remembered of a token that was found good. */
export interface Remembered {
  readonly grounds: Grounds

  /** Whose token it is. Nothing, when it was let go. */
  principal: Principal | undefined
}

/**
 * Remembers tokens that were found good. A token is known by the SHA-256 of all of it, so that no live token stays in
 * memory and no part of one can stand for the whole.
 *
 * When all places are taken, the next one is vacated whose token nobody has presented since its last turn (the clock
 * algorithm). Recalling marks the place and leaves the map as it is: V8 builds a map that changes anew again and again.
 *
 * A principal, with all its claims, is many times the work for the garbage collector that the rest of an entry is. One
 * that nobody asks for is let go soon; it can be read again from the token, should that come back.
 */
export class TokenCache {
  readonly #places: Place[] = []
  readonly #free: Place[] = []
  readonly #byKey = new Map<string, Place>()
  readonly #maxEntries: number

  /** The place whose turn is next. */
  #hand = 0

  /** The places that were filled last, the oldest of them at `#oldest`. */
  readonly #latest: (Place | undefined)[] = []
  #oldest = 0

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries
  }

  static keyOf(token: string): string {
    return hash('sha256', token, 'binary')
  }

  get(key: string): Remembered | undefined {
    const place = this.#byKey.get(key)
    if (place === undefined) return undefined
    place.isInUse = true
    return place.entry
  }

  set(key: string, { grounds, principal }: VerifiedToken): void {
    this.#lighten()
    const place = this.#byKey.get(key) ?? this.#placeFor(key)
    place.entry = { grounds, principal }
    this.#latest[this.#oldest] = place
    this.#oldest = (this.#oldest + 1) % latestPlaces
  }

  delete(key: string): void {
    const place = this.#byKey.get(key)
    if (place === undefined) return
    this.#byKey.delete(key)
    place.entry = undefined
    place.isInUse = false
    this.#free.push(place)
  }

  /** Takes the principal out of the place that is among the latest no longer, unless somebody has asked for it. */
  #lighten(): void {
    const place = this.#latest[this.#oldest]
    if (place?.entry && !place.isInUse) place.entry.principal = undefined
  }

  #placeFor(key: string): Place {
    const isFull = this.#places.length === this.#maxEntries
    const place = this.#free.pop() ?? (isFull ? this.#vacatedPlace() : this.#newPlace())
    place.key = key
    this.#byKey.set(key, place)
    return place
  }

  #newPlace(): Place {
    const place = { key: '', entry: undefined, isInUse: false }
    this.#places.push(place)
    return place
  }

  #vacatedPlace(): Place {
    for (;;) {
      const place = this.#places[this.#hand] as Place
      this.#hand = (this.#hand + 1) % this.#maxEntries
      if (!place.isInUse) {
        this.#byKey.delete(place.key)
        return place
      }
      place.isInUse = false
    }
  }
}

/** How many tokens keep their principals until they are met again: more than a client sends at a time. */
const latestPlaces = 64

interface Place {
  key: string
  entry: Remembered | undefined

  /** Whether somebody asked for the entry since its last turn. */
  isInUse: boolean
}
