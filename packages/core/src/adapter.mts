export {
  createContext,
  prepareWarnings,
  runAuthentication,
  createGuardRunner,
  getSessionPrincipal,
  accessAuthenticator,
  readCredentials,
  own,
  asError,
  defaultAnswers,
  logRefusal,
  logSafely,
  isLogger,
  invalidOption,
} from './adapter.ts'
export type * from './adapter.ts'
