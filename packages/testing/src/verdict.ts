import {
  type AuthError,
  type Authenticator,
  type CognitoAuthOptions,
  createAuthenticator,
  isAuthError,
} from '@cognito-auth/core'
import type { Input } from './input.ts'
import { createSigningKey, type SigningKey } from './signing-key.ts'

/** What an API does with a token. */
export interface Verdict {
  /** Why the token is rejected. `undefined` if it is accepted. */
  readonly refusal?: AuthError | undefined

  /** `unchecked`: without the keys. `unreached`: the token was rejected before its signature was checked. */
  readonly signature: 'valid' | 'invalid' | 'unchecked' | 'unreached'

  /** The JWKS URL that the API uses. `undefined` if the token was rejected before the keys were needed. */
  readonly jwksUri?: string | undefined
}

/**
 * Bytes in a signature by an RSA key of 2048 bits, the shortest that is accepted.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7518#section-3.3
 */
export const shortestSignature = 256

/**
 * Verifies a token as an API with these options does. Fetches the keys.
 *
 * @throws ConfigurationError if the options or the environment are invalid.
 */
export async function verifyWithKeys(token: string, options: CognitoAuthOptions): Promise<Verdict> {
  const refusal = await findRefusal(createAuthenticator(options), token)
  // A refusal has a pool ID only if the signature was valid.
  const isSigned = refusal === undefined || refusal.userPoolId !== undefined
  const signature = isSigned ? 'valid' : refusal.reason === 'signature' ? 'invalid' : 'unreached'
  return { refusal, signature, jwksUri: options.jwksUri }
}

/**
 * Verifies a token as an API with these options does if the signature is valid. Does not use the network.
 *
 * The authenticator gets a temporary key in place of the pool's. The checks before the signature run on the token itself;
 * those after it run on the same header and claims, signed with the temporary key. That token never leaves this function.
 *
 * @throws ConfigurationError if the options or the environment are invalid.
 */
export async function verifyWithoutKeys(
  token: string,
  input: Input,
  options: CognitoAuthOptions,
): Promise<Verdict> {
  // With `keys.fetch`, more URLs are allowed than the API allows: check the options without it first.
  createAuthenticator(options)

  let jwksUri: string | undefined
  const authenticator = createAuthenticator({
    ...options,
    keys: {
      async fetch(url) {
        jwksUri = url
        const { publicKey } = await getTemporaryKey()
        return Response.json({ keys: [{ ...publicKey, kid: input.isJwt && input.header.kid }] })
      },
    },
  })

  const refusal = await findRefusal(authenticator, token)
  if (!input.isJwt || refusal?.reason !== 'signature') return { refusal, signature: 'unreached' }
  if (input.signatureBytes < shortestSignature) return { refusal, signature: 'invalid', jwksUri }

  const temporaryKey = await getTemporaryKey()
  const signed = temporaryKey.signContent(token.slice(0, token.lastIndexOf('.')))
  return { refusal: await findRefusal(authenticator, signed), signature: 'unchecked', jwksUri }
}

let key: Promise<SigningKey> | undefined

/** The same key for all tokens, because creating one is slow. */
function getTemporaryKey(): Promise<SigningKey> {
  return (key ??= createSigningKey())
}

async function findRefusal(authenticator: Authenticator, token: string): Promise<AuthError | undefined> {
  try {
    await authenticator.authenticate(`Bearer ${token}`)
    return undefined
  } catch (error) {
    if (isAuthError(error)) return error
    throw error
  }
}
