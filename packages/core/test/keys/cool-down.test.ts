import { describe, expect, it } from 'vitest'
import { CoolDown } from '../../dist/keys/cool-down.js'
import { setClock, useFrozenClock } from '../support/clock.ts'

useFrozenClock()

describe('CoolDown', () => {
  it('is over before it is started', () => {
    const pause = new CoolDown()
    expect(pause.isOver).toBe(true)
    expect(pause.secondsLeft).toBe(0)
  })

  it('lasts for its time', () => {
    const pause = new CoolDown()
    pause.start(10)
    setClock(9.999)
    expect(pause.isOver).toBe(false)
    expect(pause.secondsLeft).toBeCloseTo(0.001)
    setClock(10)
    expect(pause.isOver).toBe(true)
    expect(pause.secondsLeft).toBe(0)
    setClock(11)
    expect(pause.secondsLeft).toBe(0)
  })

  it('begins anew when it is started again', () => {
    const pause = new CoolDown()
    pause.start(10)
    setClock(5)
    pause.start(2)
    setClock(6.999)
    expect(pause.isOver).toBe(false)
    setClock(7)
    expect(pause.isOver).toBe(true)
  })

  it('ends when the system clock is set back', () => {
    const pause = new CoolDown()
    pause.start(10)
    setClock(-0.001)
    expect(pause.isOver).toBe(true)
    expect(pause.secondsLeft).toBe(0)
  })
})
