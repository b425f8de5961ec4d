import { hash } from 'node:crypto'
import type { Principal } from '../types/principal.ts'
import type { Grounds, VerifiedToken } from '../verify/verifier.ts'

/** What is remembered of a token that was found good. To be read at once: its place may be taken by another token. */
export interface Remembered {
  readonly grounds: Grounds

  /** Whose token it is. Nothing, when it was let go: then who reads it again from the token stores it once more. */
  readonly principal: Principal | undefined
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
  readonly #byDigest = new Map<string, Place>()
  readonly #maxEntries: number

  /** The place whose turn is next. */
  #hand = 0

  /** The places that were taken last, the first of them at `#oldest`. */
  readonly #latest: Place[] = []
  #oldest = 0

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries
  }

  static digestOf(token: string): string {
    return hash('sha256', token, 'binary')
  }

  get(digest: string): Remembered | undefined {
    const place = this.#byDigest.get(digest)
    if (place !== undefined) place.wasMetAgain = true
    return place
  }

  set(digest: string, { grounds, principal }: VerifiedToken): void {
    const known = this.#byDigest.get(digest)
    const place = known ?? this.#takePlace(digest, grounds)
    place.grounds = grounds
    place.principal = principal
    place.wasMetAgain = known !== undefined
  }

  delete(digest: string): void {
    const place = this.#byDigest.get(digest)
    if (place === undefined) return
    this.#byDigest.delete(digest)
    place.principal = undefined
    this.#free.push(place)
  }

  #takePlace(digest: string, grounds: Grounds): Place {
    const isFull = this.#places.length === this.#maxEntries
    const place = this.#free.pop() ?? (isFull ? this.#vacatedPlace() : this.#newPlace(digest, grounds))
    place.digest = digest
    this.#byDigest.set(digest, place)
    this.#countAmongLatest(place)
    return place
  }

  #newPlace(digest: string, grounds: Grounds): Place {
    const place = { digest, grounds, principal: undefined, wasMetAgain: false, amongLatest: 0 }
    this.#places.push(place)
    return place
  }

  #vacatedPlace(): Place {
    for (;;) {
      const place = this.#places[this.#hand] as Place
      this.#hand = (this.#hand + 1) % this.#maxEntries
      if (!place.wasMetAgain) {
        this.#byDigest.delete(place.digest)
        return place
      }
      place.wasMetAgain = false
    }
  }

  /**
   * Counts it among the latest. The place that it displaces there loses its principal, unless its token came back or it
   * was taken once more.
   */
  #countAmongLatest(place: Place): void {
    const index = this.#oldest
    const displaced = this.#latest[index]
    if (displaced?.amongLatest === index && !displaced.wasMetAgain) displaced.principal = undefined
    this.#latest[index] = place
    place.amongLatest = index
    this.#oldest = (index + 1) % latestTokens
  }
}

/**
 * How many tokens have their principals until they come back. A page sends several requests with a token that is new; in
 * between come those of others.
 */
const latestTokens = 64

/** Serves one token after the other: a new object for each would be work for the garbage collector. */
interface Place extends Remembered {
  digest: string
  grounds: Grounds
  principal: Principal | undefined

  /** Whether the token was presented again since the last turn of its place. */
  wasMetAgain: boolean

  /** Where it is among the latest, or was. */
  amongLatest: number
}
