/** An API that is bundled. It prints its URL. */
import { getPrincipal, requireAuth } from '@cognito-auth/express'
import express from 'express'

const app = express()
app.use(requireAuth())
app.get('/', (req, res) => {
  res.json(getPrincipal(req))
})
const server = app.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}/`)
})
