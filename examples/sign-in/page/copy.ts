import { announceUnseen, messageOf } from './announce.ts'

/** Copies a text when the button is pressed, and says so on the button. */
export function copyOnClick(button: HTMLButtonElement, text: () => string): void {
  const label = button.textContent
  button.addEventListener('click', () => {
    navigator.clipboard.writeText(text()).then(
      () => show('Copied'),
      (error: unknown) => show(messageOf(error)),
    )
  })

  function show(message: string): void {
    announceUnseen(message)
    button.textContent = message
    setTimeout(() => {
      button.textContent = label
    }, 2000)
  }
}
