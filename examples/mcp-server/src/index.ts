export { freePort } from './free-port.ts'
export { type Framework, listen } from './listen.ts'
export type { AppClient, Person } from './managed-login/clients.ts'
export { type ManagedLogin, startManagedLogin } from './managed-login/start.ts'
