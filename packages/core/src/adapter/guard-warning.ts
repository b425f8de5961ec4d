/** Warns, once for each guard, that it refuses everybody because nobody has authenticated the request. */
export function unauthenticatedGuardWarning(guard: string, remedy: string): () => void {
  let isDue = true
  return function warn() {
    if (!isDue) return
    isDue = false
    process.emitWarning(`${guard} refused a request that no authentication had seen. ${remedy}`, {
      type: 'CognitoAuthWarning',
      code: 'COGNITO_AUTH_GUARD_ALONE',
    })
  }
}
