/** What a token says. Nobody has checked it: a page shows claims, an API verifies them. */
export type Claims = Readonly<Record<string, unknown>>

export function claimsOf(token: string): Claims {
  const [, payload = ''] = token.split('.')
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(fromBase64url(payload)), codeOf)))
}

/** The token as a cheat would like to have it: with `admin` among the groups, under the signature that it had. */
export function tamperedWith(token: string): string {
  const [header, , signature] = token.split('.')
  const claims = claimsOf(token)
  const forged = { ...claims, 'cognito:groups': [...groupsIn(claims), 'admin'] }
  const bytes = new TextEncoder().encode(JSON.stringify(forged))
  return [header, toBase64url(btoa(String.fromCharCode(...bytes))), signature].join('.')
}

export function groupsIn(claims: Claims): readonly string[] {
  const groups = claims['cognito:groups']
  return Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : []
}

export function lifeInSeconds({ iat, exp }: Claims): number {
  return Number(exp) - Number(iat)
}

export function secondsLeft({ exp }: Claims): number {
  return Number(exp) - Date.now() / 1000
}

function codeOf(character: string): number {
  return character.charCodeAt(0)
}

function fromBase64url(text: string): string {
  return text.replaceAll('-', '+').replaceAll('_', '/')
}

function toBase64url(text: string): string {
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
