import { expect, test } from 'vitest'
import { organization } from '#drizzle/schema/index.ts'
import type { PersonExport } from '#shared/security.ts'
import { withPeople } from '../users/people-fixture.ts'
import { balanceOf, creditsContext, keepInvariants } from './credits-fixture.ts'
import { grantCredits } from './grant-credits.ts'
import { spendCredits } from './spend-credits.ts'

test('a person gets their ledger with the export, and purging them leaves it, without who they were', async () => {
  const { admin, browser, database } = await withPeople()
  keepInvariants(database.db)
  const somebody = browser()
  const { id } = await somebody.become({ name: 'Ada' })
  const before = await somebody.query<PersonExport>('users.exportMe')
  expect(before.data.credits).toBeNull()
  const ctx = creditsContext(database.db)
  await grantCredits(ctx, { ownerId: id, credits: 10, key: 'gift' })
  await spendCredits(ctx, { ownerId: id, credits: 3, type: 'reports.make', units: 7 })
  const { data } = await somebody.query<PersonExport>('users.exportMe')
  expect(data.credits).toMatchObject({
    plan: 'free',
    balance: 7,
    entries: [
      { number: 2, kind: 'spend', credits: -3, balanceAfter: 7, type: 'reports.make', units: 7 },
      { number: 1, kind: 'grant', credits: 10, balanceAfter: 10 },
    ],
  })
  expect((await admin.mutate('users.remove', { id })).status).toBe(200)
  expect((await admin.mutate('users.purge', { id })).status).toBe(200)
  expect(await balanceOf(database.db, id)).toMatchObject({ balance: 7, lastSeq: 2 })
  expect(await database.db.select().from(organization)).toMatchObject([
    { id, name: '', personalUserId: null },
  ])
})
