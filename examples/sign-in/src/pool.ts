import type { RequestListener } from 'node:http'
import type { PageConfig } from '../page/page-config.ts'

/** A user pool that the page can sign users in to. */
export interface Pool {
  /** Configuration that the page loads. */
  readonly config: Omit<PageConfig, 'hasMachine' | 'hasControls' | 'express' | 'fastify'>

  /** Answers requests to `config.endpoint`, for a pool in this process. */
  readonly answer?: RequestListener

  /** Creates an access token for a machine client. */
  readonly machineToken?: () => string

  /** Administrator operations. */
  readonly controls?: PoolControls
}

export interface PoolControls {
  addToGroup(username: string, group: string): Promise<void>
  removeFromGroup(username: string, group: string): Promise<void>

  /** Sets the lifetime of tokens that are issued from now on. */
  setTokenLife(seconds: number): Promise<void>
}
