import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createUserPool, type EmulatedUserPool } from './user-pool.ts'

/** An emulator that runs, with a user pool in it. */
export interface Emulator extends EmulatedUserPool {
  /** Where it answers, for example `http://127.0.0.1:41233`. */
  readonly endpoint: string

  /** Each new user is confirmed with this code. No mail is sent. */
  readonly confirmationCode: string

  /** For `createApi`: the pool's own issuer and the address of its keys, and nothing else that is special. */
  readonly auth: {
    readonly userPoolId: string
    readonly clientId: string
    readonly issuer: string
    readonly jwksUri: string
  }

  close(): Promise<void>
}

export interface EmulatorOptions {
  /** Where the hosted sign-in form may send the browser back to. */
  readonly callbackUrls?: readonly string[]
}

const confirmationCode = '246810'

/** Starts an emulator on a free port of 127.0.0.1, with the users alice, an admin, and bob, a user. */
export async function startEmulator({ callbackUrls = [] }: EmulatorOptions = {}): Promise<Emulator> {
  // It keeps its data in the working directory, and that is why it has a process of its own.
  const directory = await mkdtemp(join(tmpdir(), 'cognito-emulator-'))
  const child = fork(new URL('emulator-process.js', import.meta.url), {
    cwd: directory,
    env: { ...process.env, CODE: confirmationCode, NODE_NO_WARNINGS: '1' },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })

  async function close(): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill()
      await once(child, 'exit')
    }
    await rm(directory, { recursive: true, force: true })
  }

  try {
    const endpoint = await endpointOf(child)
    const pool = await createUserPool(endpoint, callbackUrls)
    const { userPoolId, clientId } = pool
    const issuer = `${endpoint}/${userPoolId}`
    const auth = { userPoolId, clientId, issuer, jwksUri: `${issuer}/.well-known/jwks.json` }
    return { ...pool, endpoint, confirmationCode, auth, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function endpointOf(child: ChildProcess): Promise<string> {
  const failure = once(child, 'exit').then(([code]) => {
    throw new Error(`The emulator ended with ${code} while it was starting`)
  })
  const [endpoint] = await Promise.race([once(child, 'message'), failure])
  return String(endpoint)
}
