import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { maxBytes, readBody } from '../../dist/keys/download.js'
import { rejectionOf } from '../support/refusal.ts'

async function* chunks(...lengths: number[]) {
  for (const length of lengths) yield new Uint8Array(length).fill(0x20)
}

describe('readBody', () => {
  it('puts the chunks together', async () => {
    expect(await readBody(chunks(1, 0, 2))).toEqual(Buffer.from('   '))
    expect(await readBody(chunks())).toEqual(Buffer.alloc(0))
  })

  it('reads one mebibyte and not one byte more', async () => {
    expect(maxBytes).toBe(1024 * 1024)
    expect(await readBody(chunks(1024, maxBytes - 1024))).toHaveLength(maxBytes)
    expect(await rejectionOf(readBody(chunks(1024, maxBytes - 1023)))).toMatchObject({
      message: 'the body has more than 1048576 bytes',
    })
  })

  it('leaves the rest of a body that is too long unread', async () => {
    let read = 0
    async function* endless() {
      for (;;) {
        read++
        yield new Uint8Array(maxBytes)
      }
    }
    await rejectionOf(readBody(endless()))
    expect(read).toBe(2)
  })

  it.each([['text'], [undefined], [null], [[1, 2]], [{ byteLength: 1 }], [new ArrayBuffer(1)]])(
    'rejects %j, which is not bytes',
    async (chunk) => {
      async function* odd() {
        yield chunk
      }
      expect(await rejectionOf(readBody(odd()))).toMatchObject({
        message: 'the body has a chunk that is not bytes',
      })
    },
  )

  it('accepts bytes of another realm', async () => {
    async function* foreign() {
      yield runInNewContext('Uint8Array.of(0x7b, 0x7d)')
    }
    expect(String(await readBody(foreign()))).toBe('{}')
  })
})
