import { describe, expect, it } from 'vitest'
import { checkPool as check } from '../support/check-pool.ts'
import { mistakeOf, toldBy } from '../support/refusal.ts'
import { clientId, issuer, userPoolId } from '../support/signer.ts'

const good = { userPoolId, clientId }

describe('userPoolId', () => {
  const allowed = 'the id of a user pool, <region>_<id>, for example us-east-1_EXAMPLE1'

  it.each([
    'us-east-1_EXAMPLE1',
    'eu-central-2_0aZ9',
    'us-gov-west-1_EXAMPLE1',
    'ap-southeast-10_x',
    `us-east-1_${'a'.repeat(45)}`,
  ])('can be %s', (id) => {
    expect(check({ ...good, userPoolId: id }).userPoolId).toBe(id)
  })

  it.each([
    ['', "''"],
    ['EXAMPLE1', "'EXAMPLE1'"],
    ['us-east-1_', "'us-east-1_'"],
    ['us-east-1', "'us-east-1'"],
    ['us-east-1-EXAMPLE1', "'us-east-1-EXAMPLE1'"],
    ['us-east_EXAMPLE1', "'us-east_EXAMPLE1'"],
    ['US-EAST-1_EXAMPLE1', "'US-EAST-1_EXAMPLE1'"],
    ['us-east-1_EXAMPLE_1', "'us-east-1_EXAMPLE_1'"],
    ['us-east-1_EXAMPLE-1', "'us-east-1_EXAMPLE-1'"],
    [' us-east-1_EXAMPLE1', "' us-east-1_EXAMPLE1'"],
    ['us-east-1_EXAMPLE1 ', "'us-east-1_EXAMPLE1 '"],
    ['us-east-1_EXAMPLE1\n', "'us-east-1_EXAMPLE1\\n'"],
    ['us-east-1_EXAMPLE1/../x', "'us-east-1_EXAMPLE1/../x'"],
    ['us-east-1.example.com/_EXAMPLE1', "'us-east-1.example.com/_EXAMPLE1'"],
    [`us-east-1_${'a'.repeat(46)}`, `'us-east-1_${'a'.repeat(46)}'`],
    [null, 'null'],
    [7, '7'],
    [['us-east-1_EXAMPLE1'], "[ 'us-east-1_EXAMPLE1' ]"],
    [{}, '{}'],
  ])('cannot be %j', (id, shown) => {
    expect(toldBy(() => check({ ...good, userPoolId: id }))).toMatchObject({
      option: 'userPoolId',
      shown,
      allowed,
    })
  })

  it.each(['local_EXAMPLE1', 'us-east-1_EXAMPLE1', 'LOCAL-pool_1', `a_${'b'.repeat(53)}`])(
    'can be %s with a custom issuer',
    (id) => {
      expect(check({ ...good, userPoolId: id, issuer }).userPoolId).toBe(id)
    },
  )

  it.each([
    '',
    'local',
    '_a',
    'local_',
    'local_a-b',
    'local_a_',
    'lo.cal_a',
    'a/b_c',
    'a b_c',
    `a_${'b'.repeat(54)}`,
  ])('cannot be %j with a custom issuer', (id) => {
    expect(toldBy(() => check({ ...good, userPoolId: id, issuer }))).toMatchObject({
      option: 'userPoolId',
      shown: `'${id}'`,
      allowed,
    })
  })

  it('is required', () => {
    const mistake = mistakeOf(() => check({ clientId }))
    expect(mistake.option).toBe('userPoolId')
    expect(mistake.message).toBe(
      'userPoolId is missing. Pass the id of your user pool, for example us-east-1_EXAMPLE1.',
    )
  })

  it.each(['local_1a2B3c', 'LOCAL-pool_1', 'emulator_EXAMPLE1'])(
    'names issuer for %s, which can be an id of an emulator',
    (id) => {
      const emulator = 'For a user pool of an emulator, also pass issuer, the exact `iss` of its tokens'
      const jwksUri = 'http://localhost:9229/keys'
      expect(toldBy(() => check({ ...good, userPoolId: id, jwksUri }))).toMatchObject({
        option: 'userPoolId',
        shown: `'${id}'`,
        allowed: `${allowed}. ${emulator}`,
      })
    },
  )

  it.each([
    'cn-north-1',
    'us-iso-east-1',
    'us-isob-east-1',
    'us-isof-south-1',
    'eu-isoe-west-1',
    'eusc-de-east-1',
  ])('needs issuer in %s, whose hosts do not end in amazonaws.com', (region) => {
    const id = `${region}_EXAMPLE1`
    for (const keys of [{}, { jwksUri: 'https://keys.example.com/' }]) {
      const { option, message } = mistakeOf(() => check({ ...good, userPoolId: id, ...keys }))
      expect(option).toBe('userPoolId')
      expect(message).toBe(
        `userPoolId is '${id}', and the issuer of a user pool in ${region} cannot be derived from its id. ` +
          'Pass issuer, the exact `iss` of its tokens.',
      )
    }
    const custom = `https://cognito-idp.${region}.example.com/${id}`
    expect(check({ ...good, userPoolId: id, issuer: custom }).issuers).toMatchObject([{ issuer: custom }])
  })

  it.each(['us-gov-west-1_EXAMPLE1', 'us-east-1_cn', 'ap-southeast-10_iso', 'cnx-east-1_EXAMPLE1'])(
    'needs no issuer for %s',
    (id) => {
      expect(check({ ...good, userPoolId: id }).issuers).toHaveLength(2)
    },
  )
})
