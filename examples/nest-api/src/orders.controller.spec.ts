import { Test } from '@nestjs/testing'
import { OrdersController } from './orders.controller'

describe('OrdersController', () => {
  it('lists the orders, without authentication as in any unit test', async () => {
    const app = await Test.createTestingModule({ controllers: [OrdersController] }).compile()
    expect(app.get(OrdersController).list()).toEqual([{ id: 1, item: 'tea' }])
  })
})
