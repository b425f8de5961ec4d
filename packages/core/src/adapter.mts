export {
  createContext,
  cacheHeaders,
  prepareWarnings,
  runAuthentication,
  createGuardRunner,
  getSessionPrincipal,
  accessAuthenticator,
  own,
  asError,
  defaultAnswers,
  logRefusal,
  logSafely,
  isLogger,
  invalidOption,
} from './adapter.ts'
export type * from './adapter.ts'
