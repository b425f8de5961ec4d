import type { Principal } from '@cognito-auth/core'
import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common'
import { CurrentPrincipal, Groups, Public, Scopes } from './cognito-auth/decorators'

@Controller()
export class OrdersController {
  @Get('health')
  @Public()
  health() {
    return { status: 'ok' }
  }

  @Get('me')
  me(@CurrentPrincipal() { kind, userId, groups }: Principal) {
    return { kind, userId, groups }
  }

  @Get('orders')
  @Scopes('orders/read')
  list() {
    return [{ id: 1, item: 'tea' }]
  }

  @Delete('orders/:id')
  @Groups('admin', 'support')
  @HttpCode(204)
  remove(@Param('id') _id: string) {}
}
