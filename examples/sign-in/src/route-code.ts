import { readFileSync } from 'node:fs'

/**
 * Reads the code of the routes of an example API from its source. The code of a route is its own statement, the one that
 * authenticates requests, and the guard that it names if that has a statement of its own.
 */
export function readRouteCode(api: '@example/express-api' | '@example/fastify-api'): Record<string, string> {
  const source = readFileSync(new URL('../src/api.ts', import.meta.resolve(api)), 'utf8')
  const statements = splitStatements(source)
  const routes = statements.flatMap((statement) => {
    const [, method = '', path = ''] = /^app\.([a-z]+)(?:<\w+>)?\('(\/[^']*)'/.exec(statement) ?? []
    return method === '' ? [] : [{ name: `${method.toUpperCase()} ${path}`, route: statement }]
  })
  return Object.fromEntries(
    routes.map(({ name, route }) => {
      const shown = statements.filter((each) => each === route || authenticates(each) || defines(each, route))
      return [name, shown.join('\n\n')]
    }),
  )
}

function authenticates(statement: string): boolean {
  return /^app\.use\(requireAuth|^(await )?app\.register\(cognitoAuth/.test(statement)
}

function defines(statement: string, route: string): boolean {
  const name = /^const (\w+) = authorize/.exec(statement)?.[1]
  return name !== undefined && route.includes(name)
}

/** Splits the source into the statements about `app` and the constants, each of which ends where its brackets close. */
function splitStatements(source: string): readonly string[] {
  const statements: string[] = []
  let open: string[] = []
  for (const line of source.split('\n')) {
    if (open.length === 0 && !/^( {2}(await )?app\.|const )/.test(line)) continue
    open.push(line)
    const text = open.join('\n')
    if (count(text, /[([{]/g) > count(text, /[)\]}]/g)) continue
    const indent = / */.exec(text)?.[0] ?? ''
    statements.push(open.map((each) => each.replace(indent, '')).join('\n'))
    open = []
  }
  return statements
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}
