import { getPrincipal, requireAuth } from '@cognito-auth/express'
import express from 'express'
import serverless from 'serverless-http'
import { pool } from './pool.js'

const app = express()
app.use(requireAuth(pool))
app.get('/', (req, res) => {
  res.json({ sub: getPrincipal(req).userId })
})

export const handler = serverless(app)
