import type { Principal, Revocations, Verdict } from '@cognito-auth/core'
import {
  createRevocations,
  type ManagedRevocations,
  memoryStore,
  type RedisClient,
  redisStore,
  type Revocation,
  type RevocationOptions,
  type RevocationPage,
  type RevocationStore,
} from '@cognito-auth/revocation'
import { describe, expectTypeOf, it } from 'vitest'

describe('the types', () => {
  it('of revocations are what core asks for, and the calls that revoke', () => {
    expectTypeOf(createRevocations).parameters.toEqualTypeOf<[RevocationOptions]>()
    expectTypeOf(createRevocations).returns.toEqualTypeOf<ManagedRevocations>()
    expectTypeOf<ManagedRevocations>().toExtend<Revocations>()
    expectTypeOf<ManagedRevocations['check']>().returns.toEqualTypeOf<Verdict | Promise<Verdict>>()
    expectTypeOf<ManagedRevocations['endSignIn']>().toEqualTypeOf<(principal: Principal) => Promise<void>>()
    // @ts-expect-error a pool alone names no user
    void ((revocations: ManagedRevocations) => revocations.endUser({ userPoolId: '' }))
    // @ts-expect-error there has to be a store
    void (() => createRevocations({}))
  })

  it('of stores are one type', () => {
    expectTypeOf(memoryStore).returns.toEqualTypeOf<RevocationStore>()
    expectTypeOf(redisStore).returns.toEqualTypeOf<RevocationStore>()
    expectTypeOf<RevocationPage['entries']>().toEqualTypeOf<readonly Revocation[]>()
    expectTypeOf<{ call(...args: string[]): Promise<unknown> }>().toExtend<RedisClient>()
    expectTypeOf<{ sendCommand(args: readonly string[]): Promise<unknown> }>().toExtend<RedisClient>()
    expectTypeOf<{ get(key: string): Promise<string> }>().not.toExtend<RedisClient>()
    // @ts-expect-error a page says whether there is more
    void ((): RevocationPage => ({ entries: [], cursor: undefined, lost: false }))
  })
})
