import { channels } from '@cognito-auth/core'
import { findUserId } from '@cognito-auth/core/adapter'
import { trace } from '@opentelemetry/api'
import { listen, type Stop } from './listen.ts'

/**
 * Writes the user id of each successful authentication to the active span. The messages contain no user id: core has to
 * be asked for it.
 */
export function recordUserIds(): Stop {
  return listen(channels.authenticate, (message) => {
    const userId = findUserId(message)
    if (userId !== undefined) trace.getActiveSpan()?.setAttribute('user.id', userId)
  })
}
