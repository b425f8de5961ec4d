import { ConfigurationError } from '../refusal/configuration-error.ts'
import { describeOption, invalidOption, missingOption, nameOption } from './invalid-option.ts'
import type { RawOption } from './raw-option.ts'

const loosePattern = /^[\w-]+_[0-9A-Za-z]+$/
const strictPattern = /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}_[0-9A-Za-z]+$/

/** Regions of the partitions whose hosts do not end in amazonaws.com. */
const otherPartitions = /^(?:cn|eusc)-|^[a-z]{2}-iso/

/** Checks the id of a pool. Without an issuer it has to be one that the issuers can be derived from. */
export function checkUserPoolId(raw: RawOption, issuer: RawOption): string {
  const { value } = raw
  if (value === undefined)
    throw missingOption(raw, 'the id of your user pool, for example us-east-1_EXAMPLE1')

  const isId = typeof value === 'string' && value.length <= 55 && loosePattern.test(value)
  if (isId && (issuer.value !== undefined || hasDerivedIssuers(value))) return value
  if (isId && strictPattern.test(value)) {
    throw new ConfigurationError(
      raw.option,
      `${describeOption(raw)}, and the issuer of a user pool in ${regionOf(value)} cannot be derived from its id. ` +
        `Pass ${nameOption(issuer)}, the exact \`iss\` of its tokens.`,
    )
  }
  const example = 'the id of a user pool, <region>_<id>, for example us-east-1_EXAMPLE1'
  // Ids of emulators look like this one: local_1a2B3c.
  const isOfEmulator = isId && !/^[a-z]{2,4}-/i.test(value)
  const remedy = `. For a user pool of an emulator, also pass ${nameOption(issuer)}, the exact \`iss\` of its tokens`
  throw invalidOption(raw, isOfEmulator ? example + remedy : example)
}

/** Whether the issuers of a pool follow from its id. */
export function hasDerivedIssuers(userPoolId: string): boolean {
  return strictPattern.test(userPoolId) && !otherPartitions.test(userPoolId)
}

/** The AWS region of a pool. */
export function regionOf(userPoolId: string): string {
  return userPoolId.slice(0, userPoolId.indexOf('_'))
}
