import { expect, it } from 'vitest'
import { channels } from '../../dist/events/channels.js'

it('the names of the channels are public', () => {
  expect(channels).toEqual({
    authenticate: 'cognito-auth:authenticate',
    authorize: 'cognito-auth:authorize',
    keysFetch: 'cognito-auth:keys.fetch',
    revocationsRead: 'cognito-auth:revocations.read',
  })
})
