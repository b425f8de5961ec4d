import { createTestUserPool } from '@cognito-auth/testing'
import { emulatorPool, type Pool, startApis, startSignInPage, testPool } from '@example/sign-in'
import { type Emulator, startEmulator } from '@example/sign-in-emulator'

/** The page and both APIs, on a user pool. */
export interface Stage {
  readonly url: string
  readonly express: string
  readonly fastify: string
  readonly pool: Pool
  close(): Promise<void>
}

export interface EmulatorStage extends Stage {
  readonly emulator: Emulator
}

/** Where the hosted sign-in form sends the browser back to. Nobody listens there: only the address is looked at. */
export const callbackUrl = 'http://127.0.0.1/callback'

export async function stageOnTestPool(): Promise<Stage> {
  const pool = await createTestUserPool()
  return stage(testPool(pool), pool.options)
}

export async function stageOnEmulator(): Promise<EmulatorStage> {
  const emulator = await startEmulator({ callbackUrls: [callbackUrl] })
  const { close, ...others } = await stage(emulatorPool(emulator), emulator.auth)
  return {
    ...others,
    emulator,
    async close() {
      await close()
      await emulator.close()
    },
  }
}

/** The page and both APIs, on a pool. The APIs get the options that a user would give them. */
export async function stage(pool: Pool, auth: Parameters<typeof startApis>[0]): Promise<Stage> {
  const apis = await startApis(auth)
  const page = await startSignInPage({ ...apis, pool })
  return {
    url: page.url,
    express: apis.express,
    fastify: apis.fastify,
    pool,
    async close() {
      await page.close()
      await apis.close()
    },
  }
}
