/** Seconds since a moment in milliseconds since 1970. A clock that was set back does not make them negative. */
export function secondsSince(moment: number): number {
  return Math.max(0, Date.now() - moment) / 1000
}
