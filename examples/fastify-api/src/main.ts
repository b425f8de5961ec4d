import { createApi } from './api.ts'

const { PORT = '3000', LOG_LEVEL } = process.env

const app = await createApi({ logLevel: LOG_LEVEL })
await app.listen({ port: Number(PORT), host: '127.0.0.1' })

process.once('SIGTERM', () => void app.close())
