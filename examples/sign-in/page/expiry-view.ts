import { announce } from './announce.ts'
import { byId } from './dom.ts'
import { type Claims, lifeInSeconds, secondsLeft } from './token.ts'

const section = byId('expiry', HTMLElement)
const label = byId('expiry-label', HTMLElement)
const countdown = byId('countdown', HTMLElement)
const remaining = byId('remaining', HTMLElement)
let ticking: ReturnType<typeof setInterval> | undefined

/** Counts down to the end of a token. */
export function showExpiry(claims: Claims | undefined): void {
  clearInterval(ticking)
  if (claims === undefined) return
  section.classList.remove('expired')
  tick(claims)
  ticking = setInterval(() => tick(claims), 250)
}

function tick(claims: Claims): void {
  const seconds = secondsLeft(claims)
  remaining.style.width = `${Math.max(0, Math.min(100, (100 * seconds) / lifeInSeconds(claims)))}%`
  label.textContent = seconds > 0 ? 'Access token expires in' : 'Access token'
  countdown.textContent = seconds > 0 ? clock(Math.ceil(seconds)) : 'expired'
  if (seconds > 0) return

  clearInterval(ticking)
  section.classList.add('expired')
  announce('The access token has expired. Refresh the tokens to go on.')
}

function clock(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}
