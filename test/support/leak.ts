/** As many consecutive characters of a secret give it away. */
const tellingLength = 16

/** The first piece of the secret that the text repeats. Nothing, when it repeats none. */
export function leakOf(secret: string, text: string): string | undefined {
  const pieces = new Set<string>()
  for (let end = tellingLength; end <= text.length; end++) pieces.add(text.slice(end - tellingLength, end))

  for (let end = tellingLength; end <= secret.length; end++) {
    const piece = secret.slice(end - tellingLength, end)
    if (pieces.has(piece)) return piece
  }
  return undefined
}
