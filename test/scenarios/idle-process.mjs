// An API that answers one request, closes, and has nothing else to do. Prints what became of it; who started it takes
// the time until it exits.
import { createServer, get } from 'node:http'
import cognitoAuth from '@cognito-auth/fastify'
import { requireAuth } from '@cognito-auth/express'
import express from 'express'
import Fastify from 'fastify'

const { FRAMEWORK, TOKEN, OPTIONS } = process.env
const options = JSON.parse(OPTIONS)

if (FRAMEWORK === 'express') {
  const app = express()
  app.get('/', requireAuth(options), (_req, res) => res.json({}))
  const server = createServer(app).listen(0, '127.0.0.1', () => {
    request(server.address().port, () => server.close())
  })
} else {
  const app = Fastify()
  app.get('/', () => ({}))
  await app.register(cognitoAuth, options)
  await app.listen({ host: '127.0.0.1', port: 0 })
  request(app.server.address().port, () => app.close())
}

function request(port, close) {
  const headers = { authorization: `Bearer ${TOKEN}` }
  get({ host: '127.0.0.1', port, headers, agent: false }, (response) => {
    response.resume().once('end', () => {
      // What Node's `fetch` is made of: 15 MB that the process can do without.
      const isFetchLoaded = process.moduleLoadList.some((name) => name.includes('undici'))
      console.log(JSON.stringify({ status: response.statusCode, isFetchLoaded }))
      void close()
    })
  })
}
