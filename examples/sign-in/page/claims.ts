export interface Meaning {
  /** What an API does with the claim. */
  readonly role: 'checked' | 'identity' | 'guards' | 'unused'

  readonly text: string
}

/** The claims of a kind of token, in the order in which they are shown. */
type Meanings = Readonly<Record<string, Meaning>>

const origin: Meanings = {
  iss: { role: 'checked', text: 'The user pool. It must be the one that the API was given.' },
  exp: { role: 'checked', text: 'From this second on the token is refused.' },
  nbf: { role: 'checked', text: 'Before this second the token is refused.' },
}

const circumstances: Meanings = {
  auth_time: {
    role: 'checked',
    text: 'When the user signed in, for requireStepUp(). A sign-out everywhere ends the tokens of all sign-ins until then.',
  },
  acr: { role: 'guards', text: 'How strong the sign-in was, for requireStepUp().' },
  amr: { role: 'guards', text: 'How the user signed in, for requireStepUp().' },
  iat: { role: 'unused', text: 'When the token was issued.' },
  jti: { role: 'unused', text: 'Name of this token.' },
  origin_jti: { role: 'checked', text: 'Name of the sign-in. A sign-out ends all tokens with this name.' },
  event_id: { role: 'unused', text: 'Name of the sign-in in the logs of the pool.' },
  version: { role: 'unused', text: 'Version of these claims.' },
}

const access: Meanings = {
  token_use: { role: 'checked', text: 'An API wants “access”.' },
  ...origin,
  client_id: { role: 'checked', text: 'The app client. It must be one that the API was given.' },
  aud: { role: 'checked', text: 'The resource the token is for, if the API asks for one.' },
  sub: { role: 'identity', text: 'principal.userId: never given to somebody else.' },
  username: { role: 'identity', text: 'principal.username. Only users have one.' },
  'cognito:groups': { role: 'guards', text: 'What requireGroup() looks at. As old as the token.' },
  scope: { role: 'guards', text: 'What requireScope() looks at.' },
  ...circumstances,
}

const id: Meanings = {
  token_use: {
    role: 'checked',
    text: '“id”, which is why an API refuses it: it is for the app that signed in.',
  },
  ...origin,
  aud: { role: 'checked', text: 'The app client, under another name than in the access token.' },
  sub: { role: 'identity', text: 'The same user as in the access token.' },
  'cognito:username': {
    role: 'identity',
    text: 'The user name, under another name than in the access token.',
  },
  'cognito:groups': { role: 'guards', text: 'The same groups as in the access token.' },
  email: { role: 'unused', text: 'For the app to show.' },
  email_verified: { role: 'unused', text: 'Whether the address was confirmed.' },
  ...circumstances,
}

const meanings = { access, id }
const own: Meaning = { role: 'unused', text: 'Yours: in principal.claims, unchecked.' }

export function meaningOf(claim: string, use: 'access' | 'id'): Meaning {
  return meanings[use][claim] ?? own
}

/** The names of the claims of a token in the order of the table; what is not in the table comes last. */
export function inOrder(claims: readonly string[], use: 'access' | 'id'): readonly string[] {
  const known = Object.keys(meanings[use]).filter((claim) => claims.includes(claim))
  return [...known, ...claims.filter((claim) => !known.includes(claim))]
}
