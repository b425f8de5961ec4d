import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type {
  AuthenticateMessage,
  AuthorizeMessage,
  KeysFetchMessage,
  RevocationsReadMessage,
} from '@cognito-auth/core'

/** The messages of each channel. */
interface Messages {
  'cognito-auth:authenticate': AuthenticateMessage
  'cognito-auth:authorize': AuthorizeMessage
  'cognito-auth:keys.fetch': KeysFetchMessage
  'cognito-auth:revocations.read': RevocationsReadMessage
}

/** Ends what was started. */
export type Stop = () => void

/** Subscribes to a channel. */
export function listen<Name extends keyof Messages>(
  channel: Name,
  onMessage: (message: Messages[Name]) => void,
): Stop {
  const subscriber = (message: unknown): void => onMessage(message as Messages[Name])
  subscribe(channel, subscriber)
  return () => void unsubscribe(channel, subscriber)
}
