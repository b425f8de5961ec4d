import { type CognitoAuthOptions, createAuthenticator } from '@cognito-auth/core'
import { ConfigurableModuleBuilder, Module } from '@nestjs/common'
import { APP_GUARD } from '@nestjs/core'
import { AUTHENTICATOR, CognitoAuthGuard } from './cognito-auth.guard'

const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } = new ConfigurableModuleBuilder<CognitoAuthOptions>()
  .setClassMethodName('forRoot')
  .build()

/** Every route of the application needs a token, unless `@Public()` opens it. */
@Module({
  providers: [
    { provide: AUTHENTICATOR, inject: [MODULE_OPTIONS_TOKEN], useFactory: createAuthenticator },
    { provide: APP_GUARD, useClass: CognitoAuthGuard },
  ],
  exports: [AUTHENTICATOR],
})
export class CognitoAuthModule extends ConfigurableModuleClass {}
