/** What the page learns from its server before it does anything else: `GET /config.json`. */
export interface PageConfig {
  /** The user pool in a line, for people. */
  readonly description: string

  readonly userPoolId: string
  readonly clientId: string

  /** Where the pool answers. `null`: at AWS, in the region that the pool id names. */
  readonly endpoint: string | null

  /** How a password is proven to the pool. The app client must allow it. */
  readonly authFlow: 'USER_SRP_AUTH' | 'USER_PASSWORD_AUTH'

  /** Whether the pool can end all sessions of a user. An emulator may only be able to end the one of the page. */
  readonly hasGlobalSignOut: boolean

  /** Users to sign in as with one click, and their groups at the moment. Only pools for tests have any. */
  readonly people: readonly Person[]

  /** What is said where a new user enters the confirmation code. */
  readonly codeHint: string

  /** Whether the server hands out tokens of a machine client. */
  readonly hasMachine: boolean

  readonly express: ApiDescription
  readonly fastify: ApiDescription

  /** Whether the server can do what an administrator of the pool can: change groups and the life of tokens. */
  readonly hasControls: boolean
}

export interface Person {
  readonly username: string
  readonly password: string
  readonly groups: readonly string[]
}

/** An example API. */
export interface ApiDescription {
  readonly url: string

  /** The source code of each route, for example of `GET /users/:id`. */
  readonly code: Readonly<Record<string, string>>
}
