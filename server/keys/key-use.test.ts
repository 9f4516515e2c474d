import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { apiKey } from '#drizzle/schema/index.ts'
import { wrapEmbedded } from '#server/database/open.ts'
import { createKeySecret } from '#server/key-status/key-secret.ts'
import { prepareFindKey } from '#server/keys/find-key.ts'
import { createMigratedEmbedded } from '#test/embedded-template.ts'
import { createKeyUseRecorder } from './key-use-recorder.ts'
import { withKeys } from './keys-fixture.ts'
import { sweepKeys } from './sweep-keys.ts'

const minute = 60_000
const day = 24 * 60 * minute

test('when a key was used is written in batches, to the minute, and costs no call a write', async () => {
  const { db, owner, keyRow } = await withKeys()
  const { key } = await owner()
  const other = await owner()
  let clock = 0
  const failures: unknown[] = []
  const recorder = createKeyUseRecorder({ db, now: () => clock, onError: (error) => failures.push(error) })
  const seen = async (id: string) => (await keyRow(id))?.lastUsedAt?.getTime() ?? null
  recorder.note(key)
  expect(await seen(key.id)).toBe(null)
  clock = 2000
  await recorder.flush()
  const first = (await seen(key.id)) ?? 0
  expect(Math.abs(Date.now() - 2000 - first)).toBeLessThan(1500)
  recorder.note(key)
  await recorder.flush()
  expect([await seen(key.id), await seen(other.key.id)]).toEqual([first, null])
  // Another replica saw it within the minute, and does not write it either.
  const second = createKeyUseRecorder({ db })
  second.note(key)
  second.note({ id: 'gone' })
  await second.close()
  expect(await seen(key.id)).toBe(first)
  await db.update(apiKey).set({ lastUsedAt: new Date(first - 2 * minute) })
  clock += 2 * minute
  await recorder.flush()
  recorder.note(key)
  await recorder.close()
  expect(await seen(key.id)).toBeGreaterThan(first)
  expect(failures).toEqual([])
})

test('what is no key is refused without asking the database', async () => {
  const database = await wrapEmbedded(await createMigratedEmbedded())
  const findKey = prepareFindKey(database.db)
  const caller = { address: '203.0.113.1', now: new Date() }
  const good = createKeySecret()
  expect((await findKey(good, caller)).keyRefusal?.reason).toEqual({ kind: 'key', problem: 'unknown' })
  await database.close()
  await expect(findKey(good, caller)).rejects.toThrow()
  for (const secret of ['', 'gh_live_', `${good}0`, good.replace(/.$/, (last) => (last === '0' ? '1' : '0'))])
    expect((await findKey(secret, caller)).keyRefusal?.reason).toEqual({ kind: 'key', problem: 'form' })
})

test('what was revoked or has expired is deleted thirty days later', async () => {
  const { db, owner, keyRow } = await withKeys()
  const { key } = await owner()
  const kept = async (set: Partial<typeof apiKey.$inferInsert>) => {
    await db.update(apiKey).set(set).where(eq(apiKey.id, key.id))
    await sweepKeys(db)
    return (await keyRow(key.id)) !== undefined
  }
  expect(await kept({ revokedAt: new Date(Date.now() - 29 * day) })).toBe(true)
  expect(await kept({ revokedAt: null, expiresAt: new Date(Date.now() - 29 * day) })).toBe(true)
  expect(await kept({ expiresAt: new Date(Date.now() - 31 * day) })).toBe(false)
})
