import { type Api, withApi } from './api.ts'

type Who = Exclude<keyof Api, 'origin'> | 'anonymous'

/** Who asks, for what, the status of the answer, and its challenge or its body. */
type Row = readonly [who: Who, request: string, status: number, content: unknown]

const rows: readonly Row[] = [
  ['anonymous', 'GET /health', 200, { status: 'ok' }],
  ['anonymous', 'GET /me', 401, 'Bearer realm="api"'],
  ['expired', 'GET /me', 401, 'Bearer realm="api", error="invalid_token"'],
  ['user', 'GET /me', 200, { kind: 'user', userId: 'bob', groups: ['user'] }],
  ['user', 'GET /view', 200, { userId: 'bob' }],
  ['user', 'GET /users/bob', 200, { id: 'bob' }],
  ['user', 'GET /users/alice', 403, 'Bearer realm="api", error="insufficient_scope"'],
  ['user', 'DELETE /users/alice', 403, 'Bearer realm="api", error="insufficient_scope"'],
  ['admin', 'DELETE /users/bob', 200, { removed: 'bob' }],
  ['admin', 'GET /orders', 403, 'Bearer realm="api", error="insufficient_scope", scope="orders/read"'],
  ['machine', 'GET /orders', 200, [{ item: 'tea' }]],
]

/** What an app answers, and how it ends: by itself, with no word of what is deprecated, experimental or wrong. */
export const expectedAnswers = { rows, status: 0, stderr: '' }

/** Runs an app, asks it everything of the table above, and closes it. */
export async function answersOf(file: string, node = process.execPath): Promise<typeof expectedAnswers> {
  let answers: readonly Row[] = []
  const end = await withApi(node, file, async (api) => {
    answers = await Promise.all(rows.map(([who, request]) => ask(api, who, request)))
  })
  return { rows: answers, ...end }
}

async function ask(api: Api, who: Who, request: string): Promise<Row> {
  const [method = '', path = ''] = request.split(' ')
  const answer = await fetch(api.origin + path, {
    method,
    headers: who === 'anonymous' ? {} : { authorization: api[who] },
  })
  const body: unknown = await answer.json()
  return [who, request, answer.status, answer.headers.get('www-authenticate') ?? body]
}
