/** An address as logs may show it: without credentials, query and fragment. */
export function showAddress(address: string): string {
  if (!URL.canParse(address)) return hidden
  const { protocol, host, pathname } = new URL(address)
  return `${protocol}//${host}${pathname}`
}

const hidden = '…'

/** An address in a text. It ends before a blank, a quotation mark or an angle bracket; a password may contain the latter. */
const addresses = /\b[a-z][a-z\d+.-]*:[/\\]{2}(?:\S*@)?[^\s"'`<>]*/gi

/** Credentials in front of a host, without the slashes of an address, such as `https:user:password@host`. */
const credentials = /[^\s/\\:]*:[^\s/\\]*@/g

/** A shorter text is no secret, and hiding it would make other words unreadable. */
const shortestSecret = 4

/** Makes a function that hides credentials and queries in a text: of all addresses, and of the given one in any spelling. */
export function secretsHider(address: string): (text: string) => string {
  const { username, password, search, searchParams } = new URL(address)
  const asWritten = search.split(/[?&]/).map((parameter) => parameter.slice(parameter.indexOf('=') + 1))
  const values = [username, password, ...asWritten, ...searchParams.values()]
  const secrets = [search, ...values.flatMap((value) => [value, decode(value), encodeURIComponent(value)])]
    .filter((secret) => secret.length >= shortestSecret)
    .toSorted((a, b) => b.length - a.length)
  return (text) => {
    const withoutAddresses = shorten(text).replace(addresses, showAddress)
    const withoutValues = secrets.reduce(
      (shown, secret) => shown.replaceAll(secret, hidden),
      withoutAddresses,
    )
    return withoutValues.replace(credentials, `${hidden}@`)
  }
}

/** An error may quote what a server sent. Searching a long text for secrets would block the event loop. */
const longestText = 2000

/** Cuts a long text at a blank, so that no secret is cut in two. */
function shorten(text: string): string {
  return text.length > longestText ? text.slice(0, longestText).replace(/\S*$/, hidden) : text
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
