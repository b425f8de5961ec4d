import { type Decision, hasScope, type Principal } from '@cognito-auth/core'

/** A check for `authorize()`, of requests whose body is parsed. */
type Check = (principal: Principal, request: { readonly body?: unknown }) => Decision | boolean

/** Requires a scope for calls of the named tools. All other messages pass. */
export function requireScopeOfTool(scopeOfTool: Readonly<Record<string, string>>): Check {
  const guards = new Map(Object.entries(scopeOfTool).map(([tool, scope]) => [tool, hasScope(scope)]))
  return function checkToolScopes(principal, { body }) {
    const decisions = toolsIn(body).map((tool) => guards.get(tool)?.(principal) ?? { allowed: true })
    return decisions.find(({ allowed }) => !allowed) ?? true
  }
}

/** The tools that are called: one at most, or several in a batch of an older protocol revision. */
function toolsIn(body: unknown): readonly string[] {
  const messages: readonly unknown[] = Array.isArray(body) ? body : [body]
  return messages.flatMap((message) => {
    const { method, params } = (message ?? {}) as { method?: unknown; params?: { name?: unknown } }
    return method === 'tools/call' && typeof params?.name === 'string' ? [params.name] : []
  })
}
