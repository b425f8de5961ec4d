import { describe, expect, it } from 'vitest'
import { levels, memoryLog } from '../../../test/support/log.ts'
import { TroubleLog } from '../dist/trouble-log.js'

describe('a log of trouble', () => {
  it('has one warning when trouble begins and one line when it ends', () => {
    const { logger, lines } = memoryLog()
    const log = new TroubleLog(logger)
    for (let time = 0; time < 2; time += 1) {
      log.ends('reading')
      log.begins('reading', { err: new Error('down') })
      log.begins('reading', { err: new Error('still down') })
      log.ends('reading')
    }
    const begin = {
      level: levels.warn,
      reason: 'revocations_unavailable',
      msg: 'revocations cannot be read',
      err: expect.objectContaining({ message: 'down' }),
    }
    const end = { level: levels.info, msg: 'revocations are read again' }
    expect(lines).toMatchObject([begin, end, begin, end])
  })

  it('tells troubles apart', () => {
    const { logger, lines } = memoryLog()
    const log = new TroubleLog(logger)
    for (const trouble of ['reading', 'storing', 'entries', 'skipped'] as const) log.begins(trouble, {})
    log.ends('storing')
    expect(lines.map(({ msg }) => msg)).toEqual([
      'revocations cannot be read',
      'revocations cannot be stored again',
      'there are more revocations than maxEntries',
      'revocations of an unknown format are left out',
      'revocations are stored again',
    ])
  })

  it('survives a logger that throws, and the lack of one', () => {
    const fail = (): never => {
      throw new Error('no disk')
    }
    const logs = [new TroubleLog({ info: fail, warn: fail }), new TroubleLog(undefined)]
    for (const log of logs) {
      log.begins('reading', {})
      log.ends('reading')
    }
    expect(() => fail()).toThrow('no disk')
  })
})
