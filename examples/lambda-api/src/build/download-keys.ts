/** Downloads the keys of the user pool to `jwks.json`, or to the path that is given. */
import { writeFile } from 'node:fs/promises'

const [path = 'jwks.json'] = process.argv.slice(2)
const { COGNITO_USER_POOL_ID = '', COGNITO_JWKS_URI = jwksUriOf(COGNITO_USER_POOL_ID) } = process.env

const response = await fetch(COGNITO_JWKS_URI)
if (!response.ok) throw new Error(`${COGNITO_JWKS_URI} answered ${response.status}`)
await writeFile(path, await response.text())

function jwksUriOf(userPoolId: string): string {
  const [region] = userPoolId.split('_')
  return `https://cognito-idp.${region}.amazonaws.com/${userPoolId}/.well-known/jwks.json`
}
