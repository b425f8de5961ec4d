import type { Principal } from '@cognito-auth/core'
import type { Revocation, RevocationKind } from './revocation.ts'

/** The entries of one kind in one pool: for each id the latest `until` and, if it is more than 0, the latest `before`. */
interface Level {
  readonly until: Map<string, number>
  readonly before: Map<string, number>
}

const kinds = ['sign-in', 'user', 'client', 'pool'] as const

type Levels = Readonly<Record<RevocationKind, Level>>

/**
 * A set of revocations that only grows, until entries end. Of the entries with one key the latest times count, so the
 * order in which they arrive, and repeats, make no difference.
 */
export class RevocationList {
  readonly #pools = new Map<string, Levels>()
  #size = 0
  #sweep = this.#all(0)

  /** Number of keys. */
  get size(): number {
    return this.#size
  }

  /** Adds an entry. Returns whether that says anything new. */
  add({ kind, userPoolId, id, before, until }: Revocation): boolean {
    const { until: untils, before: befores } = this.#levelsOf(userPoolId)[kind]
    const keysBefore = untils.size
    const isLater = raise(untils, id, until)
    this.#size += untils.size - keysBefore
    return (before > 0 && raise(befores, id, before)) || isLater
  }

  /** The entry with the key of another one, with the latest times. */
  find({ kind, userPoolId, id }: Revocation): Revocation | undefined {
    const level = this.#pools.get(userPoolId)?.[kind]
    const until = level?.until.get(id)
    return until === undefined
      ? undefined
      : { kind, userPoolId, id, before: level?.before.get(id) ?? 0, until }
  }

  /** Whether an entry would say nothing new. */
  covers(entry: Revocation): boolean {
    const found = this.find(entry)
    return found !== undefined && found.until >= entry.until && found.before >= entry.before
  }

  /** Removes the entry with the key of another one. */
  remove({ kind, userPoolId, id }: Revocation): void {
    this.#remove(this.#levelsOf(userPoolId)[kind], id)
  }

  /** Whether an entry that has not ended revokes the tokens of the principal. */
  revokes({ userPoolId, clientId, claims }: Principal, nowSeconds: number): boolean {
    const levels = this.#pools.get(userPoolId)
    if (levels === undefined) return false

    // Most lists have entries of one kind only: what the others would need is not even read.
    const signIns = levels['sign-in'].until
    const signIn = signIns.size > 0 ? claims.origin_jti : undefined
    if (signIn !== undefined && (signIns.get(signIn) ?? 0) > nowSeconds) return true
    const before = Math.max(
      latest(levels.user, claims.sub, nowSeconds),
      latest(levels.client, clientId, nowSeconds),
      latest(levels.pool, '', nowSeconds),
    )
    return before >= 0 && !(signInTime(claims) > before)
  }

  /** The entries, from one of them on and around. Entries may be removed meanwhile. */
  *entries(offset = 0): Generator<Revocation> {
    yield* this.#all(offset)
    let left = Math.min(offset, this.#size)
    for (const entry of this.#all(0)) {
      left -= 1
      if (left < 0) return
      yield entry
    }
  }

  /** Looks at some more entries, beginning where the last call stopped, and removes those that have ended. */
  sweep(nowSeconds: number, count: number): void {
    for (let seen = 0; seen < count && this.#size > 0; seen += 1) {
      const { value: entry, done } = this.#sweep.next()
      if (done === true) {
        this.#sweep = this.#all(0)
        return
      }
      if (entry.until <= nowSeconds) this.remove(entry)
    }
  }

  #levelsOf(userPoolId: string): Levels {
    const known = this.#pools.get(userPoolId)
    if (known) return known
    const levels = { 'sign-in': newLevel(), user: newLevel(), client: newLevel(), pool: newLevel() }
    this.#pools.set(userPoolId, levels)
    return levels
  }

  #remove({ until, before }: Level, id: string): void {
    if (!until.delete(id)) return
    before.delete(id)
    this.#size -= 1
  }

  *#all(skip: number): Generator<Revocation> {
    let left = skip
    for (const [userPoolId, levels] of this.#pools) {
      for (const kind of kinds) {
        const level = levels[kind]
        if (left >= level.until.size) {
          left -= level.until.size
          continue
        }
        for (const [id, until] of level.until) {
          if (left > 0) left -= 1
          else yield { kind, userPoolId, id, before: level.before.get(id) ?? 0, until }
        }
      }
    }
  }
}

function newLevel(): Level {
  return { until: new Map(), before: new Map() }
}

/** Sets a value unless there is one that is as large. */
function raise(values: Map<string, number>, id: string, value: number): boolean {
  const known = values.get(id)
  if (known !== undefined && known >= value) return false
  values.set(id, value)
  return true
}

/** The `before` of an entry that has not ended, or -1. */
function latest({ until, before }: Level, id: string, nowSeconds: number): number {
  if (until.size === 0) return -1
  return (until.get(id) ?? 0) > nowSeconds ? (before.get(id) ?? 0) : -1
}

/**
 * When the user signed in. A refresh leaves `auth_time` as it is and moves `iat`. If the token does not say it, `NaN`:
 * it compares as later than no time at all.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-step-up-authentication.html
 */
function signInTime({ auth_time: authTime, iat }: Principal['claims']): number {
  const time: unknown = authTime === undefined ? iat : authTime
  return typeof time === 'number' ? time : Number.NaN
}
