import { mistake, ownValues, shown } from './check-values.ts'
import { fieldsOf, revocationOf } from './entry-format.ts'
import { commandOf, type RedisClient, type RedisCommand } from './redis-command.ts'
import { lifetimeSeconds, type Revocation } from './revocation.ts'
import type { RevocationPage, RevocationStore } from './revocation-store.ts'

/** Options of `redisStore()`. */
export interface RedisStoreOptions {
  /** Start of the key, which is `<keyPrefix>revocations`. Default: `'cognito-auth:'`. APIs with one key share revocations. */
  keyPrefix?: string | undefined
}

/** Entries on one page. */
const pageSize = 1000

/** Entries that are sent at once. In between, the process answers requests. */
const batchSize = 100

/** An hour more than entries live, for clocks that differ. */
const keptMs = (lifetimeSeconds + 3600) * 1000

/**
 * A store in Redis (6.2 or newer) or Valkey: one stream, which every instance appends to and reads from its last entry on.
 * The client stays yours: connect it, handle its errors and close it.
 *
 * @param client a client of ioredis, iovalkey or node-redis, or a function that sends a command, for any other client.
 * @throws TypeError for a client of another shape; the message shows the function to pass.
 */
export function redisStore(
  client: RedisClient | RedisCommand,
  options: RedisStoreOptions = {},
): RevocationStore {
  const send = commandOf(client)
  const key = `${keyPrefixOf(options)}revocations`
  /** Milliseconds of the newest id that was read: the server's clock. Ours, or that of another writer, may be wrong. */
  let newestMs = 0

  const append = async (entry: Revocation): Promise<void> => {
    const oldestMs = newestMs - keptMs
    const trim = oldestMs > 0 ? ['MINID', '~', `${oldestMs}-0`] : []
    const id = textOf(await send(['XADD', key, ...trim, '*', ...fieldsOf(entry)]))
    if (!isStreamId(id)) throw unexpected('XADD', id)
  }

  return {
    append: async (entries) => {
      for (let index = 0; index < entries.length; index += batchSize) {
        await Promise.all(entries.slice(index, index + batchSize).map(append))
      }
    },
    readAfter: async (cursor) => {
      const reply = await send(['XRANGE', key, cursor ?? '-', '+', 'COUNT', String(pageSize + 1)])
      const page = pageOf(streamEntriesOf(reply), cursor)
      if (page.cursor !== undefined) newestMs = Number(page.cursor.split('-')[0])
      return page
    },
  }
}

/** An id and its fields. */
type StreamEntry = readonly [id: string, fields: readonly unknown[]]

/** The page that begins with the last entry that is known. If that is gone, the stream has lost it and maybe others. */
function pageOf(stream: readonly StreamEntry[], cursor: string | undefined): RevocationPage {
  const isLost = cursor !== undefined && stream[0]?.[0] !== cursor
  const entries: Revocation[] = []
  let skipped = 0
  for (const [id, fields] of stream) {
    if (id === cursor) continue
    const entry = revocationOf(fields)
    if (entry) entries.push(entry)
    else skipped += 1
  }
  return { entries, cursor: stream.at(-1)?.[0], lost: isLost, more: stream.length > pageSize, skipped }
}

function streamEntriesOf(reply: unknown): readonly StreamEntry[] {
  if (!Array.isArray(reply)) throw unexpected('XRANGE', reply)
  return reply.map((item: unknown) => {
    const [id, fields] = pairOf(item)
    const text = textOf(id)
    if (!isStreamId(text) || !Array.isArray(fields)) throw unexpected('XRANGE', reply)
    return [text, flatTextOf(fields)] as const
  })
}

/** An entry is a pair of its id and its fields. GLIDE makes an object of it, and pairs of the fields. */
function pairOf(item: unknown): readonly unknown[] {
  if (Array.isArray(item)) return item
  const { key, value } = Object(item) as Readonly<Record<string, unknown>>
  return [key, value]
}

function flatTextOf(fields: readonly unknown[]): readonly unknown[] {
  return typeof fields[0] === 'string' ? fields : fields.flat().map(textOf)
}

/** A client may be set to return text as bytes. */
function textOf(value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString() : value
}

function isStreamId(value: unknown): value is string {
  return typeof value === 'string' && /^\d+-\d+$/.test(value)
}

function unexpected(command: string, reply: unknown): TypeError {
  return new TypeError(`The Redis client returned ${shown(reply)} for ${command}`)
}

function keyPrefixOf(options: unknown): string {
  const { keyPrefix = 'cognito-auth:' } = ownValues(options, ['keyPrefix'], 'redisStore()')
  if (typeof keyPrefix === 'string') return keyPrefix
  throw mistake(TypeError, 'keyPrefix', keyPrefix, "a string, for example 'my-api:'")
}
