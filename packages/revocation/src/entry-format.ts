import { isKind, isRevocation, type Revocation } from './revocation.ts'

/** Version of the format. A version that is not understood is left out: what it says may mean something else. */
const version = '1'

/** The fields of a stream entry, as names and values in a fixed order. Times are in seconds since 1970. */
export function fieldsOf({ kind, userPoolId, id, before, until }: Revocation): readonly string[] {
  return ['v', version, 'k', kind, 'p', userPoolId, 'i', id, 'b', String(before), 'u', String(until)]
}

/** The revocation that fields stand for. `undefined` if this version does not understand them. */
export function revocationOf(fields: readonly unknown[]): Revocation | undefined {
  const [v, version1, k, kind, p, userPoolId, i, id, b, before, u, until] = fields
  if (v !== 'v' || version1 !== version || k !== 'k' || p !== 'p' || i !== 'i' || b !== 'b' || u !== 'u')
    return undefined
  if (!isKind(kind)) return undefined
  const entry = {
    kind,
    userPoolId,
    id: kind === 'pool' ? '' : id,
    before: timeOf(before),
    until: timeOf(until),
  }
  return isRevocation(entry) ? entry : undefined
}

function timeOf(text: unknown): number {
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
}
