import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createCreditQueue } from '../credits/credit-queue.ts'
import { creditsContext, keepInvariants } from '../credits/credits-fixture.ts'
import { spendCredits } from '../credits/spend-credits.ts'
import { isReady, listening, signedIn, until } from './live-fixture.ts'

const isNews = (data: unknown) => (data as { kind?: string })?.kind === 'credits'

async function setUp() {
  const app = await listening()
  const { db } = app.database
  keepInvariants(db)
  const viewer = async (role?: 'admin' | 'admin_ro' | 'moderator') => {
    const person = await signedIn(app, role && { role })
    const stream = await app.stream(person.browser)
    await stream.heard(isReady)
    return { ...person, stream, heard: () => stream.events.filter(({ data }) => isNews(data)).length }
  }
  const [owner, other, reader] = [await viewer(), await viewer(), await viewer('admin_ro')]
  const admin = await signedIn(app, { role: 'admin' })
  const grant = () =>
    admin.browser.mutate('credits.grant', { userId: owner.id, credits: 1000, reason: 'x', key: 'a' })
  return { db, owner, other, reader, grant }
}

test('what an admin gives is news for its owner', async () => {
  const { owner, other, grant } = await setUp()
  expect((await grant()).status).toBe(200)
  await until(() => owner.heard() > 0)
  expect(other.heard()).toBe(0)
})

test('many spends are news once a second, for their owner and those who read credits', async () => {
  const { db, owner, other, reader, grant } = await setUp()
  await grant()
  await until(() => owner.heard() > 0)
  await delay(1200)
  const before = owner.heard()
  const beganAt = performance.now()
  const credits = createCreditQueue({ db })
  const spend = (inside: typeof db) =>
    spendCredits(
      { ...creditsContext(inside), credits },
      { ownerId: owner.id, credits: 1, type: 'reports.make' },
    )
  for (let round = 0; round < 20; round += 1) await Promise.all(Array.from({ length: 20 }, () => spend(db)))
  await db.transaction((tx) => spend(tx as unknown as typeof db))
  await credits.close()
  const seconds = (performance.now() - beganAt) / 1000
  await until(() => owner.heard() > before && reader.heard() > 0)
  await delay(1500)
  expect(owner.heard() - before).toBeLessThanOrEqual(seconds + 2)
  expect(other.heard()).toBe(0)
})
