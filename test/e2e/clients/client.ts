import type { Emulator } from '@example/sign-in-emulator'
import type { Tokens } from '../support/tokens.ts'

/** A client of Cognito, as users of the packages have them. */
export interface Client {
  readonly name: string
  signIn(emulator: Emulator, person: Credentials): Promise<SignedIn>
}

export interface Credentials {
  readonly username: string
  readonly password: string
}

export interface SignedIn extends Tokens {
  refresh(): Promise<Tokens>
}
