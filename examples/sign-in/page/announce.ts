import { byId } from './dom.ts'

const toast = byId('toast', HTMLElement)

/** Says something to everybody. Those who look see it for some seconds. */
export function announce(message: string): void {
  announceUnseen(message)
  toast.textContent = message
  for (const animation of toast.getAnimations()) {
    animation.cancel()
    animation.play()
  }
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
