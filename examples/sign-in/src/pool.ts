import type { RequestListener } from 'node:http'
import type { PageConfig } from '../page/page-config.ts'

/** A user pool that the page can sign in at. */
export interface Pool {
  /** What the page has to know of it. */
  readonly config: Omit<PageConfig, 'hasMachine' | 'hasControls'>

  /** Answers what the page sends to `config.endpoint`, for a pool that lives in this process. */
  readonly answer?: RequestListener

  /** An access token of a machine client. */
  readonly machineToken?: () => string

  /** What an administrator of the pool can do. */
  readonly controls?: PoolControls
}

export interface PoolControls {
  addToGroup(username: string, group: string): Promise<void>
  removeFromGroup(username: string, group: string): Promise<void>

  /** Life of the tokens that are issued from now on. */
  setTokenLife(seconds: number): Promise<void>
}
