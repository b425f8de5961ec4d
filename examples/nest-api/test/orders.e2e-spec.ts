import { createAuthenticator } from '@cognito-auth/core'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import type { INestApplication } from '@nestjs/common'
import { Test } from '@nestjs/testing'
import request from 'supertest'
import { AppModule } from '../src/app.module'
import { AUTHENTICATOR } from '../src/cognito-auth/cognito-auth.guard'

let app: INestApplication
let pool: TestUserPool

beforeAll(async () => {
  pool = await createTestUserPool()
  const module = await Test.createTestingModule({ imports: [AppModule] })
    .overrideProvider(AUTHENTICATOR)
    .useValue(createAuthenticator(pool.options))
    .compile()
  app = module.createNestApplication()
  await app.init()
})

afterAll(() => app.close())

it('lets members of the group admin remove orders', async () => {
  const remove = () => request(app.getHttpServer()).delete('/orders/1')
  await remove().expect(401)
  await remove().set('Authorization', pool.bearer()).expect(403)
  await remove()
    .set('Authorization', pool.bearer({ groups: ['admin'] }))
    .expect(204)
})
