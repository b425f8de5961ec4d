import { describe, expect, it } from 'vitest'
import { checkScopes } from '../../dist/openapi/check-scopes.js'

const check = (value: unknown) => checkScopes({ option: 'scopes', value })

describe('checkScopes', () => {
  it.each([
    [['openid', 'orders/read'], { openid: '', 'orders/read': '' }],
    [{ 'orders/read': 'Read orders' }, { 'orders/read': 'Read orders' }],
    [[], {}],
    [{}, {}],
  ])('accepts %j', (value, scopes) => {
    expect(check(value)).toEqual(scopes)
  })

  it.each([
    undefined,
    null,
    'openid',
    7,
    [''],
    ['orders/read orders/write'],
    ['orders/"read"'],
    [7],
    // oxlint-disable-next-line no-sparse-arrays
    [, 'openid'],
    { 'orders/read': 7 },
    { '': 'Read orders' },
    { 'orders/read orders/write': 'Orders' },
    new Map([['orders/read', 'Read orders']]),
  ])('rejects %j', (value) => {
    expect(() => check(value)).toThrow(/^scopes is .*\. It must be a list of scopes, or an object/)
  })
})
