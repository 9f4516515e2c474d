import { expect, test } from 'vitest'
import { createTestApp } from '#test/app.ts'
import { creditsContext } from '../credits-fixture.ts'
import { grantCredits } from '../grant-credits.ts'
import { createCreditUse } from './credit-use.ts'

test('whether there are credits is asked now and then, and not again once there were some', async () => {
  const { browser, database } = await createTestApp()
  const { db } = database
  const { id } = await browser().become()
  const seldom = createCreditUse({ db, everyMs: 3_600_000 })
  const often = createCreditUse({ db, everyMs: 0 })
  expect([await seldom(), await often()]).toEqual([false, false])
  await grantCredits(creditsContext(db), { ownerId: id, credits: 5, key: 'gift' })
  expect([await seldom(), await often()]).toEqual([false, true])
  const statements = { count: 0 }
  const counting = new Proxy(db, {
    get(target, name, receiver) {
      if (name === 'select') statements.count += 1
      return Reflect.get(target, name, receiver)
    },
  })
  const counted = createCreditUse({ db: counting, everyMs: 0 })
  expect([await counted(), await counted(), await counted(), statements.count]).toEqual([true, true, true, 1])
})
