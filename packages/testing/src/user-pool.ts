import { accessTokenClaims, idTokenClaims, machineTokenClaims } from './claims.ts'
import { checkNames } from './check-options.ts'
import { startJwksServer, type JwksServer } from './jwks-server.ts'
import type { ListenOptions, RotateKeysOptions, TestUserPoolOptions, TokenOptions } from './options.ts'
import { resolvePoolIdentity } from './pool-identity.ts'
import { createSigningKey, type PublicKeySet, type SigningKey } from './signing-key.ts'

/**
 * A user pool in this process, with real RSA keys and tokens with the claims that Cognito writes. Nothing is written to
 * disk, and only `listen` uses the network. You can use the functions without the object (`const { bearer } = pool`).
 */
export interface TestUserPool {
  /** ID of the pool. */
  readonly userPoolId: string

  /** ID of the app client that tokens are issued to by default. */
  readonly clientId: string

  /** Issuer, the claim `iss` of the tokens: `https://cognito-idp.<region>.amazonaws.com/<userPoolId>`. */
  readonly issuer: string

  /**
   * Options for `requireAuth`, `cognitoAuth` and `createAuthenticator`. They contain the current keys, so nothing is
   * fetched. Read them again after `rotateKeys`, or use the options that `listen` returns.
   */
  readonly options: { readonly userPoolId: string; readonly clientId: string; readonly jwks: PublicKeySet }

  /** The current public keys: the one that signs access tokens, the one that signs ID tokens, then older ones. */
  readonly jwks: PublicKeySet

  /** Creates an access token for a user. */
  readonly accessToken: (options?: TokenOptions) => string

  /** Creates an ID token for a user, with an email address derived from the username. */
  readonly idToken: (options?: TokenOptions) => string

  /** Creates an access token for client credentials: an app client that acts on its own behalf. */
  readonly machineToken: (options?: TokenOptions) => string

  /** Creates a value for the `Authorization` header: `Bearer` and an access token for a user. */
  readonly bearer: (options?: TokenOptions) => string

  /** Replaces the keys. When the promise resolves, tokens are signed with the new keys. */
  readonly rotateKeys: (options?: RotateKeysOptions) => Promise<void>

  /** Serves the keys over HTTP, as Cognito does. You can start several servers for one pool. */
  readonly listen: (options?: ListenOptions) => Promise<JwksServer>
}

/**
 * Creates a user pool for tests and local development. Your API verifies its tokens with the same code as in production.
 *
 * Rejects with a `TypeError` if an option is invalid, and with an `Error` if `NODE_ENV` is `production`.
 */
export async function createTestUserPool(options: TestUserPoolOptions = {}): Promise<TestUserPool> {
  refuseProduction()
  const pool = resolvePoolIdentity(options)
  let signingKeys = await createSigningKeys()
  let jwks = buildKeySet(signingKeys)

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
      jwks = buildKeySet(signingKeys, keepOld ? jwks : undefined)
    },
    listen: (listenOptions) => startJwksServer(pool, () => jwks, listenOptions),
  }
}

/** As in Cognito, access tokens and ID tokens are signed with different keys. */
interface SigningKeys {
  readonly access: SigningKey
  readonly id: SigningKey
}

async function createSigningKeys(): Promise<SigningKeys> {
  const [access, id] = await Promise.all([createSigningKey(), createSigningKey()])
  return { access, id }
}

function buildKeySet({ access, id }: SigningKeys, older?: PublicKeySet): PublicKeySet {
  return Object.freeze({ keys: Object.freeze([access.publicKey, id.publicKey, ...(older?.keys ?? [])]) })
}

/** The process that holds the keys can sign a token for any user. */
function refuseProduction(): void {
  if (process.env.NODE_ENV !== 'production') return
  throw new Error(
    'createTestUserPool does not run with NODE_ENV=production. An API that trusts a test user pool accepts every token ' +
      'from it. Configure your own user pool instead.',
  )
}
