import { hash } from 'node:crypto'

/**
 * Remembers what was found out about tokens. A token is known by the SHA-256 of all of it, so that no live token stays in
 * memory and no part of one can stand for the whole.
 *
 * When all places are taken, the next one is vacated whose entry nobody asked for since its last turn (the clock
 * algorithm). Asking marks the entry and leaves the map as it is: V8 builds a map that changes anew again and again.
 */
export class TokenCache<Entry extends object> {
  readonly #places: Place<Entry>[] = []
  readonly #free: Place<Entry>[] = []
  readonly #byKey = new Map<string, Place<Entry>>()
  readonly #maxEntries: number

  /** The place whose turn is next. */
  #hand = 0

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries
  }

  static keyOf(token: string): string {
    return hash('sha256', token, 'binary')
  }

  get(key: string): Entry | undefined {
    const place = this.#byKey.get(key)
    if (place === undefined) return undefined
    place.isInUse = true
    return place.entry
  }

  set(key: string, entry: Entry): void {
    const place = this.#byKey.get(key) ?? this.#placeFor(key)
    place.entry = entry
  }

  delete(key: string): void {
    const place = this.#byKey.get(key)
    if (place === undefined) return
    this.#byKey.delete(key)
    place.entry = undefined
    place.isInUse = false
    this.#free.push(place)
  }

  #placeFor(key: string): Place<Entry> {
    const isFull = this.#places.length === this.#maxEntries
    const place = this.#free.pop() ?? (isFull ? this.#vacatedPlace() : this.#newPlace())
    place.key = key
    this.#byKey.set(key, place)
    return place
  }

  #newPlace(): Place<Entry> {
    const place = { key: '', entry: undefined, isInUse: false }
    this.#places.push(place)
    return place
  }

  #vacatedPlace(): Place<Entry> {
    for (;;) {
      const place = this.#places[this.#hand] as Place<Entry>
      this.#hand = (this.#hand + 1) % this.#maxEntries
      if (!place.isInUse) {
        this.#byKey.delete(place.key)
        return place
      }
      place.isInUse = false
    }
  }
}

interface Place<Entry> {
  key: string
  entry: Entry | undefined

  /** Whether somebody asked for the entry since its last turn. */
  isInUse: boolean
}
