import { connect } from 'node:net'

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number
  /** Names in lower case; a field that came twice has two values. */
  readonly headers: ReadonlyMap<string, readonly string[]>
  readonly body: string
  /** Every byte of it, as latin1. */
  readonly text: string
}

const timeoutMs = 10_000

/** Sends bytes, written as latin1, on a connection of their own, and reads until the server hangs up. */
export function exchange(port: number, request: string): Promise<RawAnswer[]> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(request, 'latin1'))
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`no answer within ${timeoutMs} ms`)))
    socket.on('data', (chunk) => chunks.push(chunk))
    // A server that refuses a request half-way may reset the connection behind its answer.
    socket.on('error', (error) => chunks.length === 0 && reject(error))
    socket.on('close', () => {
      try {
        resolve(parseAnswers(Buffer.concat(chunks).toString('latin1')))
      } catch (error) {
        reject(error)
      }
    })
  })
}

function parseAnswers(text: string): RawAnswer[] {
  const answers: RawAnswer[] = []
  let rest = text
  while (rest !== '') {
    const answer = parseAnswer(rest)
    answers.push(answer)
    rest = rest.slice(answer.text.length)
  }
  return answers
}

function parseAnswer(text: string): RawAnswer {
  const end = text.indexOf('\r\n\r\n')
  const [statusLine = '', ...fields] = text.slice(0, end).split('\r\n')
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1]
  if (end === -1 || status === undefined) throw new SyntaxError(`not an HTTP answer: ${text.slice(0, 200)}`)

  const headers = new Map<string, string[]>()
  for (const field of fields) {
    const [, name, value] = /^([^\s:]+): (.*)$/.exec(field) ?? []
    if (name === undefined || value === undefined) throw new SyntaxError(`not a header field: ${field}`)
    headers.set(name.toLowerCase(), [...(headers.get(name.toLowerCase()) ?? []), value])
  }
  const length = Number(headers.get('content-length')?.[0] ?? 0)
  const bodyStart = end + 4
  const body = text.slice(bodyStart, bodyStart + length)
  return { status: Number(status), headers, body, text: text.slice(0, bodyStart) + body }
}
