import { httpObjectKind } from '../lib/http-object.ts'
import { ConfigurationError } from '../refusal/configuration-error.ts'

/**
 * Checks that options are not a request or an application: `app.use(requireAuth)` hands a request to a function that
 * still has to be called.
 *
 * @param factory name of the function that was given the value.
 */
export function checkNotRequest(value: unknown, factory?: string): void {
  const kind = httpObjectKind(value)
  if (kind === undefined) return
  const what = kind === 'request' ? 'a request' : 'an application'
  throw new ConfigurationError(
    'options',
    factory === undefined
      ? `A function that takes options was handed ${what} instead. Call it, for example: app.use(requireAuth()).`
      : `${factory} was handed ${what} instead of options. Call it: ${writeCall(factory)}.`,
  )
}

function writeCall(factory: string): string {
  return factory === 'createAuthenticator' ? 'createAuthenticator()' : `app.use(${factory}())`
}
