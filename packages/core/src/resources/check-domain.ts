import { checkDomain as checkGivenDomain } from '../settings/domain.ts'
import type { RawOption } from '../settings/raw-option.ts'

/** Checks the option `domain`, a host or an origin. Returns the origin. */
export function checkDomain(raw: RawOption): string | undefined {
  return raw.value === undefined ? undefined : checkGivenDomain(raw)
}
