import { Module } from '@nestjs/common'
import { CognitoAuthModule } from './cognito-auth/cognito-auth.module'
import { OrdersController } from './orders.controller'

@Module({
  // COGNITO_USER_POOL_ID and COGNITO_CLIENT_ID from the environment.
  imports: [CognitoAuthModule.forRoot({})],
  controllers: [OrdersController],
})
export class AppModule {}
