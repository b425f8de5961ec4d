import { type Flaws, forge, type Json } from './forge.ts'
import type { Row } from './row.ts'
import type { ServerName } from './servers.ts'

/** What must come back. */
export type Expected = Pick<Row, 'answer' | 'reason'>

/** Things to send, by the names of their rows. */
type Named<Value> = Readonly<Record<string, Value>>

/** Rows with tokens as they are. */
export function tokens(expected: Expected, source: string, named: Named<string>, more?: Partial<Row>): Row[] {
  return rowsOf(named, (token) => ({ token, ...expected, source, ...more }))
}

/** Rows with tokens that are signed, and flawed. */
export function signed(expected: Expected, source: string, named: Named<Flaws>, more?: Partial<Row>): Row[] {
  return rowsOf(named, (flaws) => ({ token: forge(flaws), ...expected, source, ...more }))
}

/** Rows with tokens that are well signed and have members of their own in the header. */
export function headers(expected: Expected, source: string, named: Named<Json>, more?: Partial<Row>): Row[] {
  return rowsOf(named, (header) => ({ token: forge({ header }), ...expected, source, ...more }))
}

/** Rows with tokens that are well signed and say something of their own. */
export function saying(expected: Expected, source: string, named: Named<Json>, more?: Partial<Row>): Row[] {
  return rowsOf(named, (claims) => ({ token: forge({ claims }), ...expected, source, ...more }))
}

/** Rows whose `Authorization` field has a value of their own. */
export function values(expected: Expected, source: string, named: Named<string>, more?: Partial<Row>): Row[] {
  return rowsOf(named, (value) => ({ fields: [`Authorization: ${value}`], ...expected, source, ...more }))
}

/** Rows with field lines of their own. */
export function fieldLines(
  expected: Expected,
  source: string,
  named: Named<readonly string[]>,
  more?: Partial<Row>,
): Row[] {
  return rowsOf(named, (fields) => ({ fields, ...expected, source, ...more }))
}

/** Rows with paths of their own, and no credentials. */
export function paths(expected: Expected, source: string, named: Named<string>): Row[] {
  return rowsOf(named, (path) => ({ path, fields: [], ...expected, source }))
}

/** The rows, sent to another server. */
export function sentTo(server: ServerName, rows: readonly Row[]): Row[] {
  return rows.map((row) => Object.assign({}, row, { server }))
}

export function rowsOf<Value>(named: Named<Value>, row: (value: Value) => Omit<Row, 'name'>): Row[] {
  return Object.entries(named).map(([name, value]) => Object.assign({ name }, row(value)))
}

/** The same things under longer names. */
export function prefixed<Value>(prefix: string, named: Named<Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(named).map(([name, value]) => [`${prefix} ${name}`, value]))
}
