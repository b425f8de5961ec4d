import type { Authenticator, Guard } from '@cognito-auth/core'
import { ForbiddenError, isAuthError, StepUpRequiredError } from '@cognito-auth/core'
import { type CanActivate, type ExecutionContext, HttpException, Inject, Injectable } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import { GUARDS, principals, PUBLIC } from './decorators'

export const AUTHENTICATOR = Symbol('AUTHENTICATOR')

/** A request of Express, or one of Fastify with that of Node in `raw`. Requests of Fastify's `inject()` are made by hand. */
interface HttpRequest {
  readonly raw?: HttpRequest
  readonly headers: { readonly authorization?: string }
  readonly headersDistinct?: { readonly authorization?: readonly string[] }
}

/** Authenticates each request, on Express and on Fastify, and checks the decorators of its route. */
@Injectable()
export class CognitoAuthGuard implements CanActivate {
  constructor(
    @Inject(AUTHENTICATOR) private readonly authenticator: Authenticator,
    @Inject(Reflector) private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const places = [context.getHandler(), context.getClass()]
    const guards = this.reflector.getAllAndMerge<Guard[]>(GUARDS, places)
    if (guards.length === 0 && this.reflector.getAllAndOverride(PUBLIC, places)) return true

    const http = context.switchToHttp()
    try {
      await this.authorize(http.getRequest(), guards)
      return true
    } catch (error) {
      if (!isAuthError(error)) throw error
      const { statusCode, headers, body } = this.authenticator.answer(error)
      for (const [name, value] of Object.entries(headers)) http.getResponse().header(name, value)
      // Nest answers this kind of error with the body as it is, and does not log it.
      throw new HttpException(body, statusCode, { cause: error })
    }
  }

  private async authorize(request: HttpRequest, guards: readonly Guard[]): Promise<void> {
    // `headersDistinct` has both values of a header that was sent twice.
    const { headersDistinct, headers } = request.raw ?? request
    const authorization = headersDistinct?.authorization ?? headers.authorization
    const principal = await this.authenticator.authenticate(authorization)
    for (const guard of guards) {
      const decision = guard(principal)
      if (decision.allowed) continue
      // A machine cannot sign in again.
      if (decision.stepUp && principal.kind === 'user') throw new StepUpRequiredError(decision)
      throw new ForbiddenError(decision)
    }
    principals.set(request, principal)
  }
}
