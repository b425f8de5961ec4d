import { inspect } from 'node:util'
import { isPlainObject } from '../lib/is-object.ts'

/**
 * Describes a value for an error message: long enough to recognize it, short enough for a log line. Passwords and queries
 * of URLs are left out, and so are strings inside objects, which can be secrets or keys.
 */
export function describeValue(value: unknown): string {
  return shorten(describe(value, quote))
}

/** Describes a value that may be a secret: its type and its property names, without any strings. */
export function describeShape(value: unknown): string {
  return shorten(describe(value, hide))
}

function describe(value: unknown, describeText: (text: string) => string): string {
  if (typeof value === 'string') return describeText(value)
  if (Array.isArray(value)) {
    const items = listMembers(value).map(([, item]) => describeMember(item, describeText))
    const others = items.length > 5 ? [`… ${items.length - 5} more items`] : []
    return enclose('[', [...items.slice(0, 5), ...others], ']')
  }
  if (isPlainObject(value)) {
    const members = listMembers(value).map(
      ([name, member]) => `${withoutSecrets(name)}: ${describeMember(member, hide)}`,
    )
    return enclose('{', members, '}')
  }
  if (typeof value === 'object' && value !== null) return describeClass(value)
  // A function can have members too.
  return inspect(value, { depth: -1, customInspect: false })
}

/** The members of an object, without calling its getters. */
function listMembers(owner: object): readonly (readonly [name: string, member: PropertyDescriptor])[] {
  return Object.entries(Object.getOwnPropertyDescriptors(owner)).filter(([, { enumerable }]) => enumerable)
}

function describeMember(member: PropertyDescriptor, describeText: (text: string) => string): string {
  if (!Object.hasOwn(member, 'value')) return '[Getter]'
  const value: unknown = member.value
  return typeof value === 'object' && value !== null ? describeClass(value) : describe(value, describeText)
}

/** `[Array]`, `[Object]`, `[Promise]`: other contents are not shown. */
function describeClass(value: object): string {
  return Object.prototype.toString.call(value).replace('object ', '')
}

function enclose(start: string, members: readonly string[], end: string): string {
  return members.length === 0 ? start + end : `${start} ${members.join(', ')} ${end}`
}

function quote(text: string): string {
  return inspect(withoutSecrets(text), { maxStringLength: 100 })
}

function hide(): string {
  return "'…'"
}

/**
 * Removes possible secrets from a text that may be a URL: everything between the scheme and the last `@`, and everything
 * after the first `?` or `#`. This does not depend on how a URL parser reads the text; full-width and percent-encoded
 * forms of these characters count too.
 */
export function withoutSecrets(text: string): string {
  return text
    .replace(/^(\s*https?:[\\/]*)?[^]*(?:[@\uFE6B\uFF20]|%40)/i, '$1…@')
    .replace(/([?#\uFE56\uFE5F\uFF03\uFF1F]|%3f|%23)[^]+/i, '$1…')
}

function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
