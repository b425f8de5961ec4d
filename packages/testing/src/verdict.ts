import {
  type AuthError,
  type Authenticator,
  type CognitoAuthOptions,
  createAuthenticator,
  isAuthError,
} from '@cognito-auth/core'
import type { Material } from './material.ts'
import { createSigningKey, type SigningKey } from './signing-key.ts'

/** What an API does with a token. */
export interface Verdict {
  /** Why it is refused. Nothing, when it is accepted. */
  readonly refusal?: AuthError | undefined

  /** Whether the signature was verified, found wrong, not verified for lack of keys, or did not matter any more. */
  readonly signature: 'right' | 'wrong' | 'unchecked' | 'unreached'

  /** Address that the API has its keys from, if it came to that. */
  readonly jwksUri?: string | undefined
}

/** Signatures of RSA keys of 2048 bits have as many bytes, and no shorter key is accepted (RFC 7518, section 3.3). */
export const shortestSignature = 256

/**
 * What an API with these options does with a token, found out by the authenticator that it uses. Fetches the keys.
 *
 * @throws ConfigurationError when no API can have these options, nor the environment behind them.
 */
export async function verdictWithKeys(token: string, options: CognitoAuthOptions): Promise<Verdict> {
  const refusal = await refusalOf(createAuthenticator(options), token)
  // The pool of a token that is refused is told only if the signature was right.
  const isSigned = refusal === undefined || refusal.userPoolId !== undefined
  const signature = isSigned ? 'right' : refusal.reason === 'signature' ? 'wrong' : 'unreached'
  return { refusal, signature, jwksUri: options.jwksUri }
}

/**
 * The same if the signature were right, and without a network. The authenticator gets a key of ours in place of the
 * pool's: all checks before the signature see the token as it is, those behind it the same header and claims with a
 * signature that fits. What is signed goes no further.
 *
 * @throws ConfigurationError when no API can have these options, nor the environment behind them.
 */
export async function verdictWithoutKeys(
  token: string,
  material: Material,
  options: CognitoAuthOptions,
): Promise<Verdict> {
  // A fetch of ours makes more addresses acceptable: these are the options as an API has them.
  createAuthenticator(options)

  let jwksUri: string | undefined
  const authenticator = createAuthenticator({
    ...options,
    keys: {
      async fetch(url) {
        jwksUri = url
        const { publicKey } = await ownKey()
        return Response.json({ keys: [{ ...publicKey, kid: material.isJwt && material.header.kid }] })
      },
    },
  })

  const refusal = await refusalOf(authenticator, token)
  if (!material.isJwt || refusal?.reason !== 'signature') return { refusal, signature: 'unreached' }
  if (material.signatureBytes < shortestSignature) return { refusal, signature: 'wrong', jwksUri }

  const standIn = await ownKey()
  const signed = standIn.signContent(token.slice(0, token.lastIndexOf('.')))
  return { refusal: await refusalOf(authenticator, signed), signature: 'unchecked', jwksUri }
}

let key: Promise<SigningKey> | undefined

/** One for all tokens: what takes the time is to make it. */
function ownKey(): Promise<SigningKey> {
  return (key ??= createSigningKey())
}

async function refusalOf(authenticator: Authenticator, token: string): Promise<AuthError | undefined> {
  try {
    await authenticator.authenticate(`Bearer ${token}`)
    return undefined
  } catch (error) {
    if (isAuthError(error)) return error
    throw error
  }
}
