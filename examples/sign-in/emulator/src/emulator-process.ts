/** Runs cognito-local in the working directory, until the process that started this one is gone. */
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createDefaultServer } from 'cognito-local'
import { pino } from 'pino'
import { translateRefresh } from './refresh.ts'

process.once('disconnect', () => process.exit())

// The port comes first: the tokens name it, and the emulator wants to know what they name before it listens.
const server = createServer().listen(0, '127.0.0.1')
await once(server, 'listening')
const address = server.address()
const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : undefined}`

const config = {
  TokenConfig: { IssuerDomain: endpoint },
  UserPoolDefaults: { UsernameAttributes: [], AutoVerifiedAttributes: ['email'] },
}
await mkdir('.cognito', { recursive: true })
await writeFile('.cognito/config.json', JSON.stringify(config))

const { application } = await createDefaultServer(pino({ level: 'silent' }))
server.on('request', (request, response) => {
  translateRefresh(request).then(
    () => application(request, response),
    () => response.writeHead(400).end(),
  )
})
process.send?.(endpoint)
