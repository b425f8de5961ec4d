import { connect } from 'node:net'

/**
 * Load in a closed loop: each connection sends its next request when it has the answer to the last one.
 *
 * The process never sleeps meanwhile. With a client that does, like most load generators, a server pays for waking it,
 * and a slow server, whose client sleeps after each request, pays more often than a fast one.
 */
export class Load {
  /** @type {import('node:net').Socket[]} */
  #sockets = []
  #requests
  #next = 0
  #isOpen = true
  #isSending = false
  #underWay = 0
  /** @type {(error: Error) => void} */
  #fail = () => undefined
  /** @type {() => void} */
  #reportRest = () => undefined

  /** Number of answers by status. */
  statuses = /** @type {Map<number, number>} */ (new Map())

  /** Rejects when something goes wrong with the load. */
  #failure = new Promise((_, reject) => {
    this.#fail = reject
  })

  /**
   * @param {number} port
   * @param {readonly (string | undefined)[]} tokens
   * @param {number} connections
   */
  constructor(port, tokens, connections) {
    this.#failure.catch(() => undefined)
    this.#requests = tokens.map(requestOf)
    this.#sockets = Array.from({ length: connections }, () => this.#open(port))
  }

  /**
   * Sends requests until there were so many answers, or until the time is over, and waits for the last answers.
   *
   * @param {{ requests?: number, milliseconds: number }} limit
   * @returns {Promise<{ requests: number, milliseconds: number }>} what it came to
   */
  async run({ requests = Infinity, milliseconds }) {
    const begin = performance.now()
    const answeredBefore = this.answered
    const rest = new Promise((resolve) => {
      this.#reportRest = () => resolve(undefined)
    })
    this.#isSending = true
    for (const socket of this.#sockets) this.#send(socket)
    const stayAwake = () => {
      const isOver = performance.now() - begin >= milliseconds || this.answered - answeredBefore >= requests
      if (isOver) this.#isSending = false
      if (this.#underWay > 0) setImmediate(stayAwake)
    }
    stayAwake()
    await Promise.race([rest, this.#failure])
    return { requests: this.answered - answeredBefore, milliseconds: performance.now() - begin }
  }

  get answered() {
    let sum = 0
    for (const count of this.statuses.values()) sum += count
    return sum
  }

  close() {
    this.#isOpen = false
    for (const socket of this.#sockets) socket.destroy()
  }

  /**
   * Reads into a buffer of its own, past the machinery of streams: a load that is slower than the fastest server would
   * let that one poll for single requests, where the others find dozens.
   *
   * @param {number} port
   */
  #open(port) {
    const buffer = Buffer.allocUnsafe(16 * 1024)
    let received = ''
    const callback = (/** @type {number} */ size) => {
      received += buffer.toString('latin1', 0, size)
      if (!isComplete(received)) return true
      const status = Number(received.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length))
      this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1)
      received = ''
      this.#underWay--
      if (this.#isSending) this.#send(socket)
      else if (this.#underWay === 0) this.#reportRest()
      return true
    }
    const socket = connect({ port, host: '127.0.0.1', noDelay: true, onread: { buffer, callback } })
    socket.on('error', this.#fail)
    socket.on('close', () => {
      if (this.#isOpen) this.#fail(new Error('The server hung up'))
    })
    return socket
  }

  /** @param {import('node:net').Socket} socket */
  #send(socket) {
    this.#underWay++
    socket.write(this.#requests[this.#next])
    this.#next = (this.#next + 1) % this.#requests.length
  }
}

/** @param {string | undefined} token */
function requestOf(token) {
  const authorization = token === undefined ? '' : `Authorization: Bearer ${token}\r\n`
  return Buffer.from(`GET / HTTP/1.1\r\nHost: api.example.com\r\nAccept: */*\r\n${authorization}\r\n`)
}

/** @param {string} answer */
function isComplete(answer) {
  const end = answer.indexOf('\r\n\r\n')
  if (end === -1) return false
  const length = /\r\ncontent-length: (\d+)/i.exec(answer)?.[1]
  if (length === undefined) throw new Error(`An answer without a length: ${answer}`)
  return answer.length >= end + 4 + Number(length)
}
