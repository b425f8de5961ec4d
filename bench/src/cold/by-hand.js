import { once } from 'node:events'
import { get } from 'node:http'
import { arrayBuffer } from 'node:stream/consumers'
import { CognitoJwtVerifier } from 'aws-jwt-verify'
import { SimpleJwksCache } from 'aws-jwt-verify/jwk'
import { pool } from './pool.js'

const { userPoolId, clientId, jwksUri, jwks } = pool

/** Its own fetcher refuses http:. */
const fetcher = {
  async fetch() {
    const [response] = await once(get(jwksUri), 'response')
    return arrayBuffer(response)
  },
}

const verifier = CognitoJwtVerifier.create(
  { userPoolId, clientId, tokenUse: 'access' },
  { jwksCache: new SimpleJwksCache({ fetcher }) },
)
if (jwks) verifier.cacheJwks(jwks)

/** @param {string | undefined} authorization */
export async function verify(authorization = '') {
  const [scheme, token] = authorization.split(' ')
  if (scheme !== 'Bearer' || !token) throw new Error('There is no bearer token')
  return verifier.verify(token)
}
