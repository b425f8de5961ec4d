import { isObject, isPlainObject } from './is-object.ts'
import { own } from './own-property.ts'

/** Whether a value is a request or an application of Node, Express, Fastify or the web, judged by its members. */
export function httpObjectKind(value: unknown): 'request' | 'application' | undefined {
  if (!isObject(value) && typeof value !== 'function') return undefined
  const members = value as Members
  // Options that are a plain object inherit nothing that counts.
  const has = (type: string, name: string): boolean =>
    typeof (isPlainObject(value) ? own(members, name) : members[name]) === type
  if (has('object', 'headers') && (has('string', 'method') || has('object', 'raw'))) return 'request'
  const isApplication = ['addHook', 'handle'].some((name) => has('function', name))
  return isApplication ? 'application' : undefined
}

type Members = { readonly [name: string]: unknown }
