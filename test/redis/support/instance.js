// An instance of an API as a process of its own: it does what it is told by messages, and answers each with one.
import { createRevocations } from '@cognito-auth/revocation'
import { clientNamed } from './clients.js'

const { CLIENT = '', HOST = '', PORT = '', OPTIONS = '{}', CLOCK_OFFSET_MS = '0' } = process.env
if (CLOCK_OFFSET_MS !== '0') {
  const { now } = Date
  Date.now = () => now() + Number(CLOCK_OFFSET_MS)
}
const connection = clientNamed(CLIENT).connect(HOST, Number(PORT))
let reads = 0
/** @type {import('@cognito-auth/revocation').RevocationStore} */
const store = {
  append: (entries) => connection.store.append(entries),
  readAfter: (cursor) => {
    reads += 1
    return connection.store.readAfter(cursor)
  },
}
/** @type {string[]} */
const lines = []
const logger = {
  info: (/** @type {object} */ _fields, /** @type {string} */ line) => void lines.push(`info: ${line}`),
  warn: (/** @type {object} */ _fields, /** @type {string} */ line) => void lines.push(`warn: ${line}`),
}
const options = JSON.parse(OPTIONS, (_name, value) => (value === 'Infinity' ? Infinity : value))
const revocations = createRevocations({ store, logger, ...options })

/** @type {(principal: any) => Promise<string>} */
const check = async (principal) => {
  const verdict = await revocations.check(principal)
  if ('unavailable' in verdict) return 'unavailable'
  return verdict.revoked ? 'refused' : 'accepted'
}

/** @type {Record<string, (argument: any) => unknown>} */
const calls = {
  check,
  /** Milliseconds that the verdict takes, with the verdict. */
  time: async (principal) => {
    const start = performance.now()
    return { verdict: await check(principal), ms: performance.now() - start }
  },
  ready: () => revocations.ready(),
  /** The first read: how long it takes, and how much processor time. */
  load: async () => {
    const start = performance.now()
    const used = process.cpuUsage()
    await revocations.ready()
    const { user, system } = process.cpuUsage(used)
    return { ms: performance.now() - start, cpuMs: (user + system) / 1000 }
  },
  endSignIn: (principal) => revocations.endSignIn(principal),
  /** Asks again and again until the principal is refused. Returns the time of day, in milliseconds. */
  untilRefused: async (principal) => {
    const limit = Date.now() + 10_000
    while ((await check(principal)) !== 'refused') {
      if (Date.now() > limit) throw new Error('It was not refused')
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    return Date.now()
  },
  /** Requests of a busy instance: so many, spread over a time. Returns verdicts, the longest wait, and reads. */
  requests: async ({ principal, count, ms }) => {
    const before = reads
    const start = performance.now()
    /** @type {Record<string, number>} */
    const verdicts = {}
    let longestMs = 0
    /** @type {Promise<void>[]} */
    const open = []
    for (let sent = 0; sent < count;) {
      for (
        const due = Math.min(count, Math.ceil(((performance.now() - start) / ms) * count));
        sent < due;
        sent += 1
      ) {
        const sentAt = performance.now()
        open.push(
          check(principal).then((verdict) => {
            verdicts[verdict] = (verdicts[verdict] ?? 0) + 1
            longestMs = Math.max(longestMs, performance.now() - sentAt)
          }),
        )
      }
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    await Promise.all(open)
    return { verdicts, longestMs, reads: reads - before }
  },
  watch: (principal) =>
    new Promise((resolve) => {
      revocations.watch(principal, {
        signal: new AbortController().signal,
        onRevoked: () => resolve(Date.now()),
      })
    }),
  reads: () => reads,
  lines: () => lines,
  /** Nanoseconds for a check of a list that is fresh. */
  lookUp: async (principals) => {
    await revocations.check(principals[0])
    const rounds = 200
    let best = Infinity
    // Short rounds, of which the best counts: the list stays fresh, and other processes disturb.
    for (let round = 0; round < rounds; round += 1) {
      await revocations.ready()
      const start = process.hrtime.bigint()
      for (const principal of principals) void revocations.check(principal)
      best = Math.min(best, Number(process.hrtime.bigint() - start) / principals.length)
    }
    return best
  },
  memory: () => {
    globalThis.gc?.()
    return process.memoryUsage().heapUsed
  },
}

/** @type {(message: any) => Promise<void>} */
const answer = async ({ id, call, argument }) => {
  try {
    process.send?.({ id, result: await calls[call]?.(argument) })
  } catch (error) {
    process.send?.({ id, error: { message: String(error), code: Object(error).code } })
  }
}
process.on('message', (message) => void answer(message))
process.send?.({ id: 0 })
