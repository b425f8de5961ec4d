import express from 'express'
import serverless from 'serverless-http'

const app = express()
app.get('/', (_req, res) => {
  res.json({ sub: '8c0a5d6e-0000-8000-a000-000000000000' })
})

export const handler = serverless(app)
