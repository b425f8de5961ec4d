import { accessTokenClaims, idTokenClaims, machineTokenClaims } from './claims.ts'
import { checkNames } from './check-options.ts'
import { startJwksServer, type JwksServer } from './jwks-server.ts'
import type { ListenOptions, RotateKeysOptions, TestUserPoolOptions, TokenOptions } from './options.ts'
import { poolIdentity } from './pool-identity.ts'
import { createSigningKey, type PublicKeySet, type SigningKey } from './signing-key.ts'

/**
 * A user pool that lives in this process: real RSA keys, and tokens with the claims of Cognito's. Nothing is written
 * to disk, and nothing but `listen` touches the network. The functions need no `this`.
 */
export interface TestUserPool {
  /** Id of the pool. */
  readonly userPoolId: string

  /** Id of the app client that tokens are issued to unless they say otherwise. */
  readonly clientId: string

  /** The claim `iss` of the tokens: `https://cognito-idp.<region>.amazonaws.com/<userPoolId>`. */
  readonly issuer: string

  /**
   * Options for `requireAuth`, `cognitoAuth` and `createAuthenticator`, with the keys of the moment in them, so that
   * nothing is fetched. Read them again after `rotateKeys`, or use those of `listen`.
   */
  readonly options: { readonly userPoolId: string; readonly clientId: string; readonly jwks: PublicKeySet }

  /** The public keys that the pool publishes just now, those that sign first: for access tokens, then for ID tokens. */
  readonly jwks: PublicKeySet

  /** An access token of a user. */
  readonly accessToken: (options?: TokenOptions) => string

  /** An ID token of a user, with an email address made from the username. */
  readonly idToken: (options?: TokenOptions) => string

  /** An access token of an app client that acts for itself (client credentials). */
  readonly machineToken: (options?: TokenOptions) => string

  /** `Bearer` and an access token of a user: a value for the `Authorization` header. */
  readonly bearer: (options?: TokenOptions) => string

  /** Replaces the keys. Tokens are signed with the new ones from the moment that the promise resolves. */
  readonly rotateKeys: (options?: RotateKeysOptions) => Promise<void>

  /** Serves the keys by HTTP, like Cognito does. Several servers of one pool are fine. */
  readonly listen: (options?: ListenOptions) => Promise<JwksServer>
}

/**
 * Creates a user pool of your own, for tests and local runs. Verification is the production path with other keys.
 * Rejects when `NODE_ENV` is `production`.
 */
export async function createTestUserPool(options: TestUserPoolOptions = {}): Promise<TestUserPool> {
  refuseProduction()
  const pool = poolIdentity(options)
  let signingKeys = await createSigningKeys()
  let jwks = keySetOf(signingKeys)

  function accessToken(tokenOptions?: TokenOptions): string {
    return signingKeys.access.sign(accessTokenClaims(pool, tokenOptions))
  }

  return {
    ...pool,
    get options() {
      return { userPoolId: pool.userPoolId, clientId: pool.clientId, jwks }
    },
    get jwks() {
      return jwks
    },
    accessToken,
    idToken: (tokenOptions) => signingKeys.id.sign(idTokenClaims(pool, tokenOptions)),
    machineToken: (tokenOptions) => signingKeys.access.sign(machineTokenClaims(pool, tokenOptions)),
    bearer: (tokenOptions) => `Bearer ${accessToken(tokenOptions)}`,
    async rotateKeys(rotation = {}) {
      checkNames('rotateKeys', rotation, ['keepOld'])
      const { keepOld = true } = rotation
      signingKeys = await createSigningKeys()
      jwks = keySetOf(signingKeys, keepOld ? jwks : undefined)
    },
    listen: (listenOptions) => startJwksServer(pool, () => jwks, listenOptions),
  }
}

/** Two key pairs, like Cognito: no key signs both kinds of token. */
interface SigningKeys {
  readonly access: SigningKey
  readonly id: SigningKey
}

async function createSigningKeys(): Promise<SigningKeys> {
  const [access, id] = await Promise.all([createSigningKey(), createSigningKey()])
  return { access, id }
}

function keySetOf({ access, id }: SigningKeys, older?: PublicKeySet): PublicKeySet {
  return Object.freeze({ keys: Object.freeze([access.publicKey, id.publicKey, ...(older?.keys ?? [])]) })
}

/** Whoever can run this package can sign tokens for each user of an API that trusts its keys. */
function refuseProduction(): void {
  if (process.env.NODE_ENV !== 'production') return
  throw new Error(
    'createTestUserPool does not run with NODE_ENV=production: a production API that trusts its keys is open to ' +
      'whoever gets a token from it. Configure your own user pool instead.',
  )
}
