/** Signs out at one of four instances of an API, and shows which of them accepts which token when. */
import { findMistakes } from './find-mistakes.ts'
import { formatSignOut } from './format-sign-out.ts'
import { observeSignOuts } from './sign-outs.ts'

try {
  const signOuts = await observeSignOuts()
  console.log(signOuts.map(formatSignOut).join('\n\n'))
  const mistakes = signOuts.flatMap(findMistakes)
  console.log(['', ...mistakes, `${mistakes.length} answers are wrong.`].join('\n'))
  process.exitCode = mistakes.length === 0 ? 0 : 1
} catch (error) {
  console.error(`The fleet failed: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
