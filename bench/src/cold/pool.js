/**
 * The pool that the parent chose. With `jwks`, the keys are given; without, they are fetched.
 *
 * @type {{ userPoolId: string, clientId: string, jwksUri: string, jwks?: { keys: any[] } }}
 */
export const pool = JSON.parse(process.env.POOL ?? '{}')
