// Verifies tokens for its parent, which freezes it now and then.
import { createAuthenticator } from '@cognito-auth/core'

const authenticator = createAuthenticator(JSON.parse(process.env.OPTIONS))

/** What the parent can ask for. */
const tasks = {
  verify: ({ token }) =>
    authenticator.verify(token).then(
      () => 'accepted',
      ({ statusCode, reason }) => `${statusCode} ${reason}`,
    ),

  /** Starts a fetch, and returns before it has ended. */
  async fetch() {
    authenticator.ready().catch(() => undefined)
    return 'started'
  },

  /** Starts a fetch, and keeps the event loop busy before the answer can be read. */
  async fetchAndBlock({ milliseconds }) {
    authenticator.ready().catch(() => undefined)
    await new Promise((resolve) => setImmediate(resolve))
    const end = performance.now() + milliseconds
    while (performance.now() < end);
    return 'blocked'
  },
}

process.on('message', (message) => {
  tasks[message.task](message).then((answer) => process.send(answer))
})
process.on('disconnect', () => process.exit())
process.send('up')
