import type { Row } from './rows.ts'

/** Sends the request of a row, and tells the answer: its status and what that means, `403 forbidden`. */
export async function ask(url: string, { method, path, authorization }: Row): Promise<string> {
  const headers = authorization === undefined ? {} : { authorization }
  const response = await fetch(url + path, { method, headers })
  const text = await response.text()
  return `${response.status} ${response.ok ? response.statusText : refusalCode(text)}`
}

/** A refusal says more than its status: its body has a `code`. */
function refusalCode(text: string): string {
  try {
    const { code }: { code?: unknown } = JSON.parse(text)
    return String(code)
  } catch {
    return 'without JSON'
  }
}
