import { textIn } from './server.ts'
import type { Session } from './session.ts'

/**
 * A session of a machine client. Its token comes from the server of the page: the secret of a machine client must never
 * be in a page.
 */
export async function signInMachine(): Promise<Session> {
  return {
    kind: 'machine',
    name: 'a machine',
    accessToken: await textIn('/pool/machine-token', 'accessToken'),
    idToken: undefined,
    refresh: signInMachine,
    signOut: () => Promise.resolve(),
    signOutEverywhere: () => Promise.resolve(),
  }
}
