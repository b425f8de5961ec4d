import { equal } from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { createRevocations } from '@cognito-auth/revocation'
import type { TestUserPool } from '@cognito-auth/testing'
import { httpApi, type LambdaRequest } from './events.ts'
import type { LambdaFunction } from './lambda-function.ts'
import type { RevocationService } from './revocation-service.ts'

/** Both ages are 0.5 seconds here, so that the keys and the list are too old after each pause. */
const pauseMs = 1200

/** A key that has left the set is refused after the thaw, and a new one is accepted at once. */
export async function checkKeys(lambda: LambdaFunction, pool: TestUserPool): Promise<void> {
  const before = pool.bearer()
  equal(await statusOf(lambda, before), 200)
  await pool.rotateKeys({ keepOld: false })
  await sleep(pauseMs)
  equal(await statusOf(lambda, pool.bearer()), 200)
  equal(await statusOf(lambda, before), 401)
}

/**
 * Without a token that asks for a new key, the refresh runs beside the requests, and only while they run. It has ended
 * after a few of them.
 */
export async function checkRefresh(lambda: LambdaFunction, pool: TestUserPool): Promise<void> {
  const before = pool.bearer()
  equal(await statusOf(lambda, before), 200)
  await pool.rotateKeys({ keepOld: false })
  let used = 0
  do {
    await sleep(pauseMs)
    used++
  } while ((await statusOf(lambda, before)) === 200 && used < 5)
  equal(await statusOf(lambda, before), 401, 'a key that was withdrawn five invocations ago')
  equal(await statusOf(lambda, pool.bearer()), 200)
}

/** A sign-in that ended while the function was frozen is refused by the first invocation after the thaw. */
export async function checkRevocations(
  lambda: LambdaFunction,
  pool: TestUserPool,
  { store }: RevocationService,
): Promise<void> {
  const elsewhere = createRevocations({ store })
  const other = pool.bearer({ sub: 'bob' })
  for (let pause = 0; pause < 3; pause++) {
    const sub = `alice-${pause}`
    const token = pool.bearer({ sub })
    equal(await statusOf(lambda, token), 200)
    await elsewhere.endUser({ userPoolId: pool.userPoolId, sub })
    await sleep(pauseMs)
    equal(await statusOf(lambda, token), 401)
    equal(await statusOf(lambda, other), 200)
  }

  const own = pool.bearer({ sub: 'carol' })
  equal(await statusOf(lambda, own, { method: 'POST', path: '/sign-out' }), 204)
  equal(await statusOf(lambda, own), 401)
  await sleep(pauseMs)
  equal(await statusOf(lambda, own), 401)
}

async function statusOf(
  lambda: LambdaFunction,
  token: string,
  request: LambdaRequest = { method: 'GET', path: '/me' },
): Promise<number> {
  const { statusCode } = await lambda.invoke(httpApi({ ...request, authorization: [token] }))
  return statusCode
}
