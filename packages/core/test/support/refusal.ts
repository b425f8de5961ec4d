import { type AuthError, isAuthError } from '../../dist/refusal/auth-error.js'
import { ConfigurationError } from '../../dist/refusal/configuration-error.js'

/** The `AuthError` that a promise rejects with. Anything else fails the test. */
export async function refusalOf(result: Promise<unknown>): Promise<AuthError> {
  const error = await rejectionOf(result)
  if (isAuthError(error)) return error
  throw new Error('The promise rejected with something else than an AuthError', { cause: error })
}

/** The reason that a promise rejects with. */
export async function rejectionOf(result: Promise<unknown>): Promise<unknown> {
  const settled = await Promise.allSettled([result])
  if (settled[0].status === 'rejected') return settled[0].reason
  throw new Error('The promise did not reject')
}

/** The `ConfigurationError` that a function throws. Anything else fails the test. */
export function mistakeOf(setUp: () => unknown): ConfigurationError {
  try {
    setUp()
  } catch (error) {
    if (error instanceof ConfigurationError) return error
    throw error
  }
  throw new Error('The function did not throw')
}

/** The parts of the message of a `ConfigurationError`. */
interface Told {
  readonly option: string
  readonly variable: string | undefined
  readonly shown: string | undefined
  readonly allowed: string | undefined
}

const sentences =
  /^(?<option>\S+)(?: \(from the environment variable (?<variable>\w+)\))? is (?<shown>.*)\. It must be (?<allowed>.*)\.$/s

/** Splits the message of a `ConfigurationError`: the option, the variable it came from, the value, what is allowed. */
export function toldBy(setUp: () => unknown): Told {
  const { option, message } = mistakeOf(setUp)
  const told = sentences.exec(message)?.groups
  if (told?.option !== option) throw new Error(`The option is ${option}, but the message is: ${message}`)
  return { option, variable: told.variable, shown: told.shown, allowed: told.allowed }
}

/** A value that JavaScript can pass where TypeScript expects another type. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller's context infers the type
export function fromJavaScript<Expected>(value: unknown): Expected {
  return value as Expected
}
