/** The page and both APIs on an emulator of Cognito. */
import { describePeople, emulatorPool, startApis, startSignInPage } from '@example/sign-in'
import { startEmulator } from './emulator.ts'

const { PORT = '3002', LOG_LEVEL = 'silent' } = process.env

const emulator = await startEmulator()
const apis = await startApis(emulator.auth, LOG_LEVEL)
const pool = emulatorPool(emulator)
const page = await startSignInPage({ ...apis, pool, port: Number(PORT) })
console.log(`Emulator of Cognito: ${emulator.endpoint}, user pool ${emulator.userPoolId}`)
console.log(`Sign in: ${page.url}`)
console.log(describePeople(pool))

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void Promise.all([page.close(), apis.close(), emulator.close()])
  })
}
