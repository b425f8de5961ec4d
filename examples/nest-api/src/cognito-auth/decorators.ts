import {
  type Guard,
  hasAllScopes,
  inAnyGroup,
  type Principal,
  steppedUp,
  type StepUpRequirement,
} from '@cognito-auth/core'
import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common'

export const PUBLIC = Symbol('PUBLIC')
export const GUARDS = Symbol('GUARDS')

/** The principals of the requests that the guard let through. */
export const principals = new WeakMap<object, Principal>()

/** Opens a route, or all routes of a controller, as long as neither has one of the restrictions below. */
export const Public = () => SetMetadata(PUBLIC, true)

/** Requires one of the groups. */
export const Groups = (...groups: string[]) => restrict(inAnyGroup(...groups))

/** Requires all of the scopes. */
export const Scopes = (...scopes: string[]) => restrict(hasAllScopes(...scopes))

/** Requires a recent or a stronger sign-in: `@StepUp({ maxAgeSeconds: 300 })`. */
export const StepUp = (requirement: StepUpRequirement) => restrict(steppedUp(requirement))

/** The principal of the request. In a public route it is `undefined`. */
export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext) =>
  principals.get(context.switchToHttp().getRequest()),
)

/** Restrictions add up: what a controller, a handler or a base class requires is required, whatever the others say. */
function restrict(guard: Guard): ClassDecorator & MethodDecorator {
  return (target: object, _name?: unknown, descriptor?: PropertyDescriptor): void => {
    const place = descriptor?.value ?? target
    const earlier: readonly Guard[] = Reflect.getMetadata(GUARDS, place) ?? []
    Reflect.defineMetadata(GUARDS, [...earlier, guard], place)
  }
}
