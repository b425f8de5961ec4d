import { createApi } from './api.ts'

const { PORT = '3000', LOG_LEVEL } = process.env

const server = createApi({ logLevel: LOG_LEVEL }).listen(Number(PORT), '127.0.0.1', (error) => {
  if (error) throw error
  console.log(`Listening on http://127.0.0.1:${PORT}`)
})

process.once('SIGTERM', () => server.close())
