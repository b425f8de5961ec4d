import type { RejectionReason } from '@cognito-auth/core'
import type { ServerName } from './servers.ts'

/** What of an answer is the same for all rows that get it. */
export interface ExpectedAnswer {
  readonly status: number
  readonly code?: string
  /** The error that the challenge names. */
  readonly error?: string
  /** Whether an answer with a code has a challenge. Default: true. */
  readonly hasChallenge?: boolean
}

/** What may come back. Each row gets exactly one of these from each server. */
export const answers = {
  admitted: { status: 200 },
  missing: { status: 401, code: 'credentials_missing' },
  malformed: { status: 400, code: 'credentials_malformed', error: 'invalid_request' },
  invalid: { status: 401, code: 'token_invalid', error: 'invalid_token' },
  expired: { status: 401, code: 'token_expired', error: 'invalid_token' },
  stepUp: { status: 401, code: 'step_up_required', error: 'insufficient_user_authentication' },
  crossOrigin: { status: 403, code: 'cross_origin', hasChallenge: false },
  forbidden: { status: 403, code: 'forbidden', error: 'insufficient_scope' },
  /** Refused by Node's parser before any handler runs. */
  unparsable: { status: 400 },
  tooLarge: { status: 431 },
} satisfies Record<string, ExpectedAnswer>

/** One attack, or one neighbour of an attack that has to go on working. */
export interface Row {
  readonly name: string

  /** Sent as `Authorization: Bearer <token>`. */
  readonly token?: string
  /** Header lines in place of `token`, written as latin1. */
  readonly fields?: readonly string[]
  /** Default: `/me`. */
  readonly path?: string
  /** Default: `GET`. */
  readonly method?: string
  /** Default: `HTTP/1.1`. */
  readonly version?: string
  /** Values of `Host`. Default: `api.example.com`. */
  readonly hosts?: readonly string[]
  /** Sent behind the fields. */
  readonly body?: string
  /** Default: `plain`. */
  readonly server?: ServerName

  readonly answer: keyof typeof answers
  /** What the log says of a refusal of ours. */
  readonly reason?: RejectionReason
  /** Parameters of the challenge beside `realm="api"` and `error`, or in their place. */
  readonly challenge?: Readonly<Record<string, string>>

  /** Who says so: a section of a specification, or an advisory about software that did not. */
  readonly source: string
}

/** The bytes of a row's request. */
export function requestOf(row: Row): string {
  const { method = 'GET', path = '/me', version = 'HTTP/1.1', hosts = ['api.example.com'], body = '' } = row
  const lines = [
    `${method} ${path} ${version}`,
    ...hosts.map((host) => `Host: ${host}`),
    'Connection: close',
    ...fieldsOf(row),
  ]
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}

/** What of a row's request nobody may repeat. */
export function secretsOf(row: Row): readonly string[] {
  const values = fieldsOf(row)
    .filter((field) => /auth|cookie|oidc/i.test(field.split(':', 1)[0] ?? ''))
    .map((field) => field.slice(field.indexOf(':') + 1).trim())
  return [...values, row.path?.split('?')[1] ?? '', row.body ?? '']
}

function fieldsOf({ token, fields = [] }: Row): readonly string[] {
  return token === undefined ? fields : [`Authorization: Bearer ${token}`, ...fields]
}
