/** The last second of the calendar of JavaScript, and, with a minus, the first. */
const endOfTime = 8.64e12

const words = new Intl.RelativeTimeFormat('en')

/** Units, each with the number of seconds that it has and from which it is used. */
const units = [
  { unit: 'day', seconds: 86_400, from: 2 * 86_400 },
  { unit: 'hour', seconds: 3600, from: 2 * 3600 },
  { unit: 'minute', seconds: 60, from: 2 * 60 },
  { unit: 'second', seconds: 1, from: 0 },
] as const

/** A time of a token in words and in full: `in 12 minutes (2026-01-01T12:00:00Z)`. Both in seconds since 1970. */
export function moment(time: number, now: number): string {
  return `${distance(time, now)} (${date(time)})`
}

/** How far a time is from the second that is now: `in 12 minutes`, `3 days ago`. Rounded down. */
export function distance(time: number, now: number): string {
  const difference = time - Math.floor(now)
  const { unit, seconds } = units.find(({ from }) => Math.abs(difference) >= from) ?? units[3]
  const count = Math.trunc(difference / seconds)
  return count === 0 ? 'right now' : words.format(count, unit)
}

function date(time: number): string {
  return Math.abs(time) <= endOfTime
    ? new Date(time * 1000).toISOString().replace('.000Z', 'Z')
    : 'beyond the calendar'
}
