import { channel } from 'node:diagnostics_channel'
import {
  type AuthenticateMessage,
  type AuthorizeMessage,
  channels,
  type KeysFetchMessage,
  type RevocationsReadMessage,
} from '@cognito-auth/core'

/** Publishes messages as core does. */
export const publish = {
  authenticate: (message: AuthenticateMessage): void => channel(channels.authenticate).publish(message),
  authorize: (message: AuthorizeMessage): void => channel(channels.authorize).publish(message),
  keysFetch: (message: KeysFetchMessage): void => channel(channels.keysFetch).publish(message),
  revocationsRead: (message: RevocationsReadMessage): void =>
    channel(channels.revocationsRead).publish(message),
}
