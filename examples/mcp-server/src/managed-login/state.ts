import type { TestUserPool } from '@cognito-auth/testing'
import type { AppClient, Person } from './clients.ts'
import type { Grants } from './grants.ts'

export interface ManagedLoginState {
  readonly pool: TestUserPool
  readonly clients: readonly AppClient[]
  readonly people: readonly Person[]

  /** Identifiers of the pool's resource servers. */
  readonly resourceServers: readonly string[]
  readonly grants: Grants
}
