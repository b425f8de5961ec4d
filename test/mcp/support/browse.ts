import type { Person } from '@example/mcp-server'

/** Does what a browser does: opens the URL, fills in the form, and returns the URL that it is sent to. */
export async function browse(url: URL, { username, password }: Person): Promise<URL> {
  const form = await fetch(url, { redirect: 'manual' })
  const early = form.headers.get('location')
  if (early !== null) return new URL(early)

  const action = /action="([^"]*)"/.exec(await form.text())?.[1]?.replaceAll('&#38;', '&')
  if (action === undefined) throw new Error(`There is no form. The status is ${form.status}.`)
  const response = await fetch(new URL(action, url), {
    method: 'POST',
    body: new URLSearchParams({ username, password }),
    redirect: 'manual',
  })
  const location = response.headers.get('location')
  if (location === null) throw new Error(`The form was not accepted. The status is ${response.status}.`)
  return new URL(location)
}
