/** The last second that a `Date` can represent. Its negative is the first. */
const endOfTime = 8.64e12

const words = new Intl.RelativeTimeFormat('en')

/** The units, with their length in seconds and the number of seconds from which each is used. */
const units = [
  { unit: 'day', seconds: 86_400, from: 2 * 86_400 },
  { unit: 'hour', seconds: 3600, from: 2 * 3600 },
  { unit: 'minute', seconds: 60, from: 2 * 60 },
  { unit: 'second', seconds: 1, from: 0 },
] as const

/** Formats a time relative to now and in full: `in 12 minutes (2026-01-01T12:12:00Z)`. In seconds since 1970. */
export function formatMoment(time: number, now: number): string {
  return `${formatDistance(time, now)} (${formatDate(time)})`
}

/** Formats a time relative to the current second, rounded towards now: `in 12 minutes`, `3 days ago`. */
export function formatDistance(time: number, now: number): string {
  const difference = time - Math.floor(now)
  const { unit, seconds } = units.find(({ from }) => Math.abs(difference) >= from) ?? units[3]
  const count = Math.trunc(difference / seconds)
  return count === 0 ? 'right now' : words.format(count, unit)
}

function formatDate(time: number): string {
  return Math.abs(time) <= endOfTime
    ? new Date(time * 1000).toISOString().replace('.000Z', 'Z')
    : 'out of range'
}
