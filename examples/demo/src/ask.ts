import type { Row } from './rows.ts'

/** Sends the request of a row. Returns the status and its meaning, for example `403 forbidden`. */
export async function ask(url: string, { method, path, authorization }: Row): Promise<string> {
  const headers = authorization === undefined ? {} : { authorization }
  const response = await fetch(url + path, { method, headers })
  const text = await response.text()
  return `${response.status} ${response.ok ? response.statusText : readCode(text)}`
}

/** Reads the `code` in the body of a refusal. */
function readCode(text: string): string {
  try {
    const { code }: { code?: unknown } = JSON.parse(text)
    return String(code)
  } catch {
    return 'no JSON'
  }
}
