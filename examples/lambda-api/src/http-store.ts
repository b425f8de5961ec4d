import type { RevocationPage, RevocationStore } from '@cognito-auth/revocation'

/** A store behind an HTTP service of your own: functions outside a VPC cannot reach a Redis server. */
export function httpStore(url: string): RevocationStore {
  return {
    async append(entries) {
      await request(url, { method: 'POST', body: JSON.stringify(entries) })
    },
    async readAfter(cursor) {
      const query = cursor === undefined ? '' : `?after=${encodeURIComponent(cursor)}`
      return (await (await request(url + query)).json()) as RevocationPage
    },
  }
}

async function request(url: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(url, init)
  if (!response.ok) throw new Error(`The revocation service answered ${response.status}`)
  return response
}
