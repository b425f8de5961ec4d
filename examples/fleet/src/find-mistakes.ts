import type { SignOut } from './sign-outs.ts'
import { limitMs, type Sweep } from './sweep.ts'

const accepted = '200 OK'
const refused = '401 token_revoked'

/** Compares the answers with what a sign-out promises. Returns a line for each wrong one. */
export function findMistakes(signOut: SignOut): readonly string[] {
  const wasRefused = new Set<string>()
  return signOut.sweeps.flatMap((sweep) =>
    Object.entries(sweep.answers).flatMap(([instance, answer]) => {
      const place = `${sweep.token} at ${instance}`
      const allowed = wasRefused.has(place) ? [refused] : allowedAnswers(signOut, sweep, instance)
      if (answer === refused) wasRefused.add(place)
      if (allowed.includes(answer)) return []
      return `${signOut.title}: ${place} ${Math.round(sweep.atMs)} ms after it: ${answer} instead of ${allowed.join(' or ')}`
    }),
  )
}

function allowedAnswers(signOut: SignOut, { atMs, token }: Sweep, instance: string): readonly string[] {
  if (atMs < 0 || !signOut.ends.includes(token)) return [accepted]
  if (instance === signOut.instance || atMs >= limitMs) return [refused]
  return [accepted, refused]
}

/** When the last instance began to refuse the tokens that were ended, in milliseconds after the sign-out. */
export function lastRefusalMs({ ends, sweeps }: SignOut): number {
  const acceptedAt = sweeps.filter(
    ({ token, answers }) => ends.includes(token) && Object.values(answers).includes(accepted),
  )
  const lastAccepted = Math.max(...acceptedAt.map(({ atMs }) => atMs))
  return Math.min(...sweeps.map(({ atMs }) => atMs).filter((atMs) => atMs > lastAccepted && atMs >= 0))
}
