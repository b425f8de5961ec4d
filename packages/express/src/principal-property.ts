/** The values of `req.cognito`. All copies of this package share them, because they share the prototype of requests. */
const shown = findShared()

/** Prototypes that have the property. */
const prototypes = new WeakSet<object>()

/**
 * Shows a principal as `req.cognito`. The property is defined once, on the prototype of Express's requests. Express
 * replaces the prototype of each request, and after that, V8 takes 10 µs to add a property to the request itself.
 *
 * @throws TypeError if the request has a property with this name that cannot be replaced.
 */
export function showPrincipal(req: object, principal: unknown): void {
  shown.set(req, principal)
  // An own property would hide that of the prototype.
  if (Object.hasOwn(req, 'cognito')) return void Object.defineProperty(req, 'cognito', view)
  const prototype: object = Object.getPrototypeOf(req)
  if (prototypes.has(prototype)) return

  const shared = findRequestPrototype(prototype)
  // An application may have frozen the prototype.
  if (shared && Reflect.defineProperty(shared, 'cognito', view)) prototypes.add(prototype)
  else Object.defineProperty(req, 'cognito', view)
}

const view: PropertyDescriptor & ThisType<object> = {
  configurable: true,
  get() {
    return shown.get(this)
  },
  set(value: unknown) {
    shown.set(this, value)
  },
}
// A descriptor would take `value` or `writable` from a polluted `Object.prototype`.
Object.setPrototypeOf(view, null)

/**
 * The prototype that all applications of one copy of Express share. Each application has its own prototype, which
 * inherits from it.
 */
function findRequestPrototype(prototype: object): object | undefined {
  let candidate: object | null = prototype
  while (candidate !== null && !Object.hasOwn(candidate, 'accepts'))
    candidate = Object.getPrototypeOf(candidate)
  // `accepts` may be on a polluted `Object.prototype`, which is no place for a property.
  return candidate === null || candidate === Object.prototype ? undefined : candidate
}

function findShared(): WeakMap<object, unknown> {
  const registry = globalThis as { [key: symbol]: WeakMap<object, unknown> | undefined }
  return (registry[Symbol.for('@cognito-auth/express req.cognito')] ??= new WeakMap())
}
