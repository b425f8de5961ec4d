import { checkNames, checkValue } from './check-options.ts'
import type { TestUserPoolOptions } from './options.ts'

/** The values that identify a pool in its tokens. */
export interface PoolIdentity {
  readonly userPoolId: string
  readonly clientId: string
  readonly issuer: string
}

/**
 * Checks the options and adds the defaults.
 *
 * @throws TypeError
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
 */
export function resolvePoolIdentity(options: TestUserPoolOptions): PoolIdentity {
  checkNames('createTestUserPool', options, ['region', 'userPoolId', 'clientId'])
  const { clientId = '4exampleclientid0000000000' } = options
  checkText('clientId', clientId, /^[^\s,]+$/, 'the id of one app client')

  if (options.region !== undefined) {
    checkText(
      'region',
      options.region,
      /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/,
      'an AWS region, for example us-east-1',
    )
  }
  const { userPoolId = `${options.region ?? 'us-east-1'}_EXAMPLE1` } = options
  checkText(
    'userPoolId',
    userPoolId,
    /^(?=.{1,55}$)[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}_[0-9A-Za-z]+$/,
    'the id of a user pool, <region>_<id>, for example us-east-1_EXAMPLE1',
  )
  const poolRegion = userPoolId.slice(0, userPoolId.indexOf('_'))
  const { region = poolRegion } = options
  checkValue(region === poolRegion, 'region', region, `that of userPoolId, ${poolRegion}`)

  return { userPoolId, clientId, issuer: `https://cognito-idp.${region}.amazonaws.com/${userPoolId}` }
}

function checkText(name: string, value: unknown, pattern: RegExp, allowed: string): void {
  checkValue(typeof value === 'string' && pattern.test(value), name, value, allowed)
}
