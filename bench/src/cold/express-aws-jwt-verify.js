import express from 'express'
import serverless from 'serverless-http'
import { verify } from './by-hand.js'

const app = express()
app.use(async (/** @type {any} */ req, res, next) => {
  try {
    req.user = await verify(req.headers.authorization)
  } catch {
    res.status(401).json({ message: 'Unauthorized' })
    return
  }
  next()
})
app.get('/', (/** @type {any} */ req, res) => {
  res.json({ sub: req.user.sub })
})

export const handler = serverless(app)
