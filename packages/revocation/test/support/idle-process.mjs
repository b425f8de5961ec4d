// A process that has used everything and has nothing else to do. It has to end by itself.
import { createRevocations, memoryStore } from '@cognito-auth/revocation'

const never = () => new Promise(() => {})
const principal = {
  userPoolId: 'us-east-1_EXAMPLE1',
  clientId: 'web',
  claims: { sub: 'alice', origin_jti: 'x' },
}
const watching = { signal: new AbortController().signal, onRevoked: () => console.log('revoked') }

const well = createRevocations({ store: memoryStore() })
await well.ready()
well.watch({ ...principal, claims: { sub: 'bob', origin_jti: 'y' } }, watching)
await well.endSignIn(principal)
console.log(JSON.stringify(well.check(principal)))

const silent = createRevocations({ store: { append: never, readAfter: never }, timeoutSeconds: 0.3 })
silent.watch(principal, watching)
void silent.check({ ...principal, claims: { sub: 'bob', origin_jti: 'y' } })
silent.ready().catch(({ code }) => console.log(`ready ${code}`))
silent.endSignIn(principal).catch(({ code }) => console.log(`endSignIn ${code}`))
