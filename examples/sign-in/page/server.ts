import type { PageConfig } from './page-config.ts'

/** Asks the page's server for what the page must know, and for the groups that the users have by now. */
export async function readConfig(): Promise<PageConfig> {
  const response = await fetch('/config.json')
  return response.json()
}

/** Asks the page's server for something that is done and has no answer. */
export async function command(method: 'PUT' | 'DELETE', path: string): Promise<void> {
  const response = await fetch(path, { method })
  if (!response.ok)
    throw new Error(`The server of this page answered ${response.status} to ${method} ${path}`)
}

/** Asks the page's server for a text. */
export async function textIn(path: string, name: string): Promise<string> {
  const response = await fetch(path, { method: 'POST' })
  const body: Readonly<Record<string, unknown>> = await response.json()
  const text = body[name]
  if (typeof text === 'string') return text
  throw new Error(`The server of this page answered ${response.status} without ${name}`)
}
