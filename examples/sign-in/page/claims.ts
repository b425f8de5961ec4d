/** A token as the page explains it. `machine` is the access token of a machine client. */
export type TokenKind = 'access' | 'machine' | 'id'

export interface Meaning {
  /** What an API does with the claim. */
  readonly role: 'checked' | 'identity' | 'guards' | 'unused' | 'refused'

  readonly text: string
}

/** The claims of a kind of token, in the order in which they are shown. */
type Meanings = Readonly<Record<string, Meaning>>

const lifetime: Meanings = {
  exp: { role: 'checked', text: 'From this second on the token is refused.' },
  nbf: { role: 'checked', text: 'Before this second the token is refused.' },
}

const circumstances: Meanings = {
  acr: { role: 'guards', text: 'How strong the sign-in was, for requireStepUp().' },
  amr: { role: 'guards', text: 'How the user signed in, for requireStepUp().' },
  iat: { role: 'unused', text: 'When the token was issued.' },
  jti: { role: 'unused', text: 'Name of this token.' },
  origin_jti: {
    role: 'checked',
    text: 'Name of the sign-in, the same in all its tokens, refreshed ones too. A sign-out ends them all.',
  },
  event_id: {
    role: 'unused',
    text: 'Name of the sign-in in the logs of the pool, the same in all its tokens.',
  },
  version: { role: 'unused', text: 'Version of these claims.' },
}

const access: Meanings = {
  token_use: { role: 'checked', text: 'An API wants “access”.' },
  iss: { role: 'checked', text: 'The user pool. It must be the one that the API was given.' },
  ...lifetime,
  client_id: { role: 'checked', text: 'The app client. It must be one that the API was given.' },
  aud: { role: 'checked', text: 'The resource the token is for, if the API asks for one.' },
  sub: { role: 'identity', text: 'principal.userId: never given to somebody else.' },
  username: { role: 'identity', text: 'principal.username. Only users have one.' },
  'cognito:groups': { role: 'guards', text: 'What requireGroup() looks at. As old as the token.' },
  scope: { role: 'guards', text: 'What requireScope() looks at.' },
  auth_time: {
    role: 'checked',
    text:
      'When the user signed in. In Cognito a refresh does not move it. requireStepUp() looks at it, and a sign-out ' +
      'everywhere ends all sign-ins until then.',
  },
  ...circumstances,
}

const machine: Meanings = {
  ...access,
  sub: { role: 'identity', text: 'principal.userId: the app client once more, because there is no user.' },
  auth_time: {
    role: 'unused',
    text: 'When the token was issued. Cognito writes it for a machine too, although no user has signed in.',
  },
}

/** An API refuses the token as a whole, so it uses none of these. */
const id: Meanings = {
  token_use: {
    role: 'refused',
    text: '“id”, which is why an API refuses it: it is for the app that signed in.',
  },
  iss: { role: 'unused', text: 'The user pool, as in the access token.' },
  exp: { role: 'unused', text: 'When the app has to get a new one.' },
  aud: { role: 'unused', text: 'The app client, under another name than in the access token.' },
  sub: { role: 'unused', text: 'The same user as in the access token.' },
  'cognito:username': { role: 'unused', text: 'The user name, under another name than in the access token.' },
  'cognito:groups': { role: 'unused', text: 'The same groups as in the access token.' },
  email: { role: 'unused', text: 'For the app to show.' },
  email_verified: { role: 'unused', text: 'Whether the address was confirmed.' },
  auth_time: { role: 'unused', text: 'When the user signed in, as in the access token.' },
  iat: { role: 'unused', text: 'When the token was issued.' },
  jti: { role: 'unused', text: 'Name of this token.' },
  origin_jti: { role: 'unused', text: 'Name of the sign-in, as in the access token.' },
  event_id: { role: 'unused', text: 'Name of the sign-in in the logs of the pool, as in the access token.' },
}

const meanings: Readonly<Record<TokenKind, Meanings>> = { access, machine, id }
const own: Meaning = { role: 'unused', text: 'Yours: in principal.claims, unchecked.' }
const ownOfUser: Meaning = { role: 'unused', text: 'For the app.' }

export function meaningOf(claim: string, kind: TokenKind): Meaning {
  const known = meanings[kind]
  return (Object.hasOwn(known, claim) && known[claim]) || (kind === 'id' ? ownOfUser : own)
}

/** The names of the claims of a token in the order of the table; what is not in the table comes last. */
export function inOrder(claims: readonly string[], kind: TokenKind): readonly string[] {
  const known = Object.keys(meanings[kind]).filter((claim) => claims.includes(claim))
  return [...known, ...claims.filter((claim) => !known.includes(claim))]
}
