import type { Pool } from './pool.ts'

/** Names the users of a pool for tests and their passwords, for the terminal. Returns `undefined` if there are none. */
export function describePeople({ config: { people } }: Pool): string | undefined {
  if (people.length === 0) return undefined
  return `Users: ${people.map(({ username, password }) => `${username} (password ${password})`).join(', ')}`
}
