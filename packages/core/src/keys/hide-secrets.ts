/** An address as logs may show it: without credentials, query and fragment. */
export function showAddress(address: string): string {
  if (!URL.canParse(address)) return hidden
  const { protocol, host, pathname } = new URL(address)
  return `${protocol}//${host}${pathname}`
}

const hidden = '…'

/** An address in a text. It ends before a blank, a quotation mark or an angle bracket. */
const addresses = /\b[a-z][a-z\d+.-]*:[/\\]{2}[^\s"'`<>]*/gi

/** A shorter text is no secret, and hiding it would make other words unreadable. */
const shortestSecret = 4

/** Makes a function that hides credentials and queries in a text: of all addresses, and of the given one in any spelling. */
export function secretsHider(address: string): (text: string) => string {
  const { username, password, search, searchParams } = new URL(address)
  const values = [username, password, ...searchParams.values()]
  const secrets = [search, ...values.flatMap((value) => [value, decode(value), encodeURIComponent(value)])]
    .filter((secret) => secret.length >= shortestSecret)
    .toSorted((a, b) => b.length - a.length)
  return (text) =>
    secrets.reduce((shown, secret) => shown.replaceAll(secret, hidden), text.replace(addresses, showAddress))
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
