import type { AuthError } from '../../dist/refusal/errors.js'
import { ConfigurationError, isAuthError } from '../../dist/refusal/errors.js'

/** The refusal that a promise is rejected with. Everything else fails the test. */
export async function refusalOf(outcome: Promise<unknown>): Promise<AuthError> {
  const error = await rejectionOf(outcome)
  if (isAuthError(error)) return error
  throw new Error('It was rejected with something that is no refusal', { cause: error })
}

/** What a promise is rejected with. */
export async function rejectionOf(outcome: Promise<unknown>): Promise<unknown> {
  const settled = await Promise.allSettled([outcome])
  if (settled[0].status === 'rejected') return settled[0].reason
  throw new Error('It was not rejected')
}

/** The mistake in the set-up that a function throws. Everything else fails the test. */
export function mistakeOf(setUp: () => unknown): ConfigurationError {
  try {
    setUp()
  } catch (error) {
    if (error instanceof ConfigurationError) return error
    throw error
  }
  throw new Error('It threw nothing')
}

/** What the text of a mistake in the set-up tells. */
interface Told {
  readonly option: string
  readonly variable: string | undefined
  readonly shown: string | undefined
  readonly allowed: string | undefined
}

const sentences =
  /^(?<option>\S+)(?: \(from the environment variable (?<variable>\w+)\))? is (?<shown>.*)\. It must be (?<allowed>.*)\.$/s

/** Takes the text of a mistake apart: the option, the variable it comes from, the value, and what is allowed. */
export function toldBy(setUp: () => unknown): Told {
  const { option, message } = mistakeOf(setUp)
  const told = sentences.exec(message)?.groups
  if (told?.option !== option) throw new Error(`It is about ${option}, and the text says: ${message}`)
  return { option, variable: told.variable, shown: told.shown, allowed: told.allowed }
}

/** A value that a caller in JavaScript can pass, where TypeScript expects another. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the place it stands at says the type
export function fromJavaScript<Expected>(value: unknown): Expected {
  return value as Expected
}
