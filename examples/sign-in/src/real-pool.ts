import type { Pool } from './pool.ts'

/** Reads the user pool from `COGNITO_USER_POOL_ID`, `COGNITO_CLIENT_ID` and `COGNITO_AUTH_FLOW`. */
export function realPool(environment: NodeJS.ProcessEnv = process.env): Pool {
  const userPoolId = environment.COGNITO_USER_POOL_ID
  const [clientId] = environment.COGNITO_CLIENT_ID?.split(',') ?? []
  const authFlow = environment.COGNITO_AUTH_FLOW || 'USER_SRP_AUTH'
  if (!userPoolId) throw new Error('COGNITO_USER_POOL_ID is missing')
  if (!clientId) throw new Error('COGNITO_CLIENT_ID is missing')
  if (authFlow !== 'USER_SRP_AUTH' && authFlow !== 'USER_PASSWORD_AUTH') {
    throw new Error(`COGNITO_AUTH_FLOW is '${authFlow}'. It must be USER_SRP_AUTH or USER_PASSWORD_AUTH.`)
  }
  return {
    config: {
      description: `User pool ${userPoolId}`,
      userPoolId,
      clientId: clientId.trim(),
      endpoint: null,
      authFlow,
      hasGlobalSignOut: true,
      people: [],
      codeHint: 'Cognito has sent the code to the email address.',
    },
  }
}
