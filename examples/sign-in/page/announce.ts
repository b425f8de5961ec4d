import { byId } from './dom.ts'

const notices = document.querySelectorAll('.notice')

/** Says something to everybody. Those who look read it in the card that has the buttons. */
export function announce(message: string): void {
  announceUnseen(message)
  for (const notice of notices) notice.textContent = message
}

/** Says something to those who listen, because those who look see it anyway. */
export function announceUnseen(message: string): void {
  byId('announcement', HTMLElement).textContent = message
}

/** Shows what went wrong, where it is read out at once; without a message what was shown is taken away. */
export function showProblem(place: HTMLElement, message = ''): void {
  place.textContent = message
  place.hidden = message === ''
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'That did not work.'
}
