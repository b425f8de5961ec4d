/** Bundles both handlers, runs them in processes as Lambda does, and fails unless the responses are correct. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createTestUserPool } from '@cognito-auth/testing'
import { bundle, type Framework } from '../build/bundle.ts'
import { checkKeys, checkRefresh, checkRevocations } from './frozen.ts'
import { LambdaFunction } from './lambda-function.ts'
import { checkResponses } from './responses.ts'
import { startRevocationService } from './revocation-service.ts'

const folder = await mkdtemp(join(import.meta.dirname, '../bundles-'))
try {
  const outcomes = await Promise.allSettled([check('express'), check('fastify')])
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
} finally {
  await rm(folder, { recursive: true })
}
console.log('Both functions answer as they should, also after they were frozen')

async function check(framework: Framework): Promise<void> {
  const pool = await createTestUserPool()
  const server = await pool.listen()
  const service = await startRevocationService()
  const functions: LambdaFunction[] = []
  const start = async (file: string, env: Readonly<Record<string, string>>): Promise<LambdaFunction> => {
    const lambda = await LambdaFunction.start(file, {
      COGNITO_USER_POOL_ID: pool.userPoolId,
      COGNITO_CLIENT_ID: pool.clientId,
      ...env,
    })
    functions.push(lambda)
    return lambda
  }

  try {
    const jwksFile = join(folder, `${framework}.json`)
    await downloadKeys(jwksFile, server.jwksUri)
    const withKeys = join(folder, `${framework}-with-keys.mjs`)
    await bundle(framework, { outfile: withKeys, jwksFile })
    await checkResponses(await start(withKeys, {}), pool)

    const outfile = join(folder, `${framework}.mjs`)
    await bundle(framework, { outfile })
    const env = {
      COGNITO_JWKS_URI: server.jwksUri,
      REVOCATIONS_URL: service.url,
      KEYS_MAX_AGE_SECONDS: '0.5',
      REVOCATIONS_MAX_AGE_SECONDS: '0.5',
    }
    const lambda = await start(outfile, env)
    await checkResponses(lambda, pool)
    await checkKeys(lambda, pool)
    await checkRefresh(lambda, pool)
    await checkRevocations(await start(outfile, env), pool, service)
  } finally {
    await Promise.all(functions.map((each) => each.stop()))
    service.close()
    await server.close()
  }
}

async function downloadKeys(file: string, jwksUri: string): Promise<void> {
  const script = join(import.meta.dirname, '../build/download-keys.js')
  await promisify(execFile)(process.execPath, [script, file], { env: { COGNITO_JWKS_URI: jwksUri } })
}
