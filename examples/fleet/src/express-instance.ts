/** An instance of the Express API. It sends its URL to the process that started it. */
import { createApi } from '@example/express-api'
import { connectRevocations } from './connect-revocations.ts'
import { endWithParent } from './end-with-parent.ts'

endWithParent()
const revocations = await connectRevocations()
const server = createApi({ revocations, logLevel: 'silent' }).listen(0, '127.0.0.1', (error) => {
  if (error) throw error
  const address = server.address()
  process.send?.(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`)
})
