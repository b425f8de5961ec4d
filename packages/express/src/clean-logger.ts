import type { Logger } from '@cognito-auth/core'
import { isLogger } from '@cognito-auth/core/adapter'
import type { Request } from 'express'
import { findSession } from './request.ts'

/**
 * The logger of a request, or another one if it would add the credentials of the request to each line. pino-http does that
 * unless it is told to redact them. Warns once in that case.
 *
 * A child of a pino logger inherits from its parent, so that the parent can be found. pino-http also has a logger for the
 * response, which may have other fields. If no logger is free of the credentials, the line is still written.
 */
export function findCleanLogger(logger: Logger, req: Request): Logger {
  const credentials = new Set(credentialsOf(req))
  if (!contains(readBindings(logger), credentials)) return logger
  warnOfCredentials()
  for (const candidate of [readLog(req.res), ...ancestorsOf(logger)]) {
    const bindings = readBindings(candidate)
    if (isLogger(candidate) && bindings !== undefined && !contains(bindings, credentials))
      return withRequestId(candidate, req)
  }
  return logger
}

/** The loggers that a logger is a child of, the nearest first. */
function* ancestorsOf(logger: object): Generator<object> {
  let ancestor: object | null = Object.getPrototypeOf(logger)
  while (ancestor !== null) {
    yield ancestor
    ancestor = Object.getPrototypeOf(ancestor)
  }
}

function readLog(holder: (object & { readonly log?: unknown }) | undefined): unknown {
  return holder?.log
}

/** The fields that a pino logger adds to each of its lines. */
function readBindings(logger: unknown): unknown {
  try {
    return (logger as PinoLogger).bindings()
  } catch {
    // It is no pino logger, or the prototype of them all, which has the method, but no fields.
    return undefined
  }
}

interface PinoLogger extends Logger {
  bindings(): unknown
  child(fields: object): unknown
}

/** The request can still be found by its id, which pino-http writes under this name, too. */
function withRequestId(logger: Logger, { id }: Request & { readonly id?: unknown }): Logger {
  const child = id === undefined ? undefined : (logger as PinoLogger).child({ reqId: id })
  return isLogger(child) ? child : logger
}

/** The values of the fields that may hold a token. */
function* credentialsOf(req: Request): Generator {
  const source = findSession(req)?.context.tokenSource
  yield req.headers.authorization
  yield req.headers.cookie
  if (source?.kind === 'header') yield req.headers[source.name]
}

function contains(value: unknown, wanted: ReadonlySet<unknown>): boolean {
  if (typeof value === 'string') return value !== '' && wanted.has(value)
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some((member) => contains(member, wanted))
}

let hasWarned = false

function warnOfCredentials(): void {
  if (hasWarned) return
  hasWarned = true
  process.emitWarning(
    'The logger of the request writes the credentials of each request into the log. Redact them: ' +
      "pinoHttp({ redact: ['req.headers.authorization', 'req.headers.cookie'] })",
    { type: 'CognitoAuthWarning', code: 'COGNITO_AUTH_CREDENTIALS_LOGGED' },
  )
}
