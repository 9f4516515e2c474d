import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { apiKey } from '#drizzle/schema/index.ts'
import { createKeySecret } from '#server/key-status/key-secret.ts'
import { withKeys } from '#server/keys/keys-fixture.ts'
import { withServices } from '#server/service-accounts/service-accounts-fixture.ts'
import type { LimitExplanation } from '#shared/limits/limit-events.ts'

async function setUp() {
  const app = await withKeys()
  const support = app.browser()
  await support.become({ role: 'admin_ro' })
  const asked = await app.owner('moderator', { permissions: ['console.open', 'users.list'] })
  const explain = (input: object) => support.query<LimitExplanation>('limits.explain', input)
  return { ...app, ...asked, explain }
}

test('a key is named by its id or its beginning, and the answer is why its calls are refused', async () => {
  const { db, id, key, program, change, explain } = await setUp()
  const set = (values: Partial<typeof apiKey.$inferInsert>) =>
    db.update(apiKey).set(values).where(eq(apiKey.id, key.id))
  const ask = async (procedure: string, more = {}) => {
    const answers = await Promise.all(
      [key.id, key.start].map((named) => explain({ procedure, key: named, ...more })),
    )
    const [refusal, other] = answers.map(({ data: { refusedBy, steps } }) => [
      refusedBy,
      steps.find(({ step }) => step === refusedBy)?.message,
    ])
    expect(refusal).toEqual(other)
    return refusal
  }
  expect(await ask('users.list')).toEqual([null, undefined])
  expect(await ask('users.ban')).toEqual(['permission', 'The key does not hold users.moderate.'])
  expect((await ask('keys.mine'))?.[0]).toBe('key')
  const { data } = await explain({ procedure: 'users.list', key: key.start })
  expect(data.unknownScopes).toEqual([])
  expect(data.counters.map((counter) => counter.id)).toEqual([`signed-in/user:${id}`, `keys/key:${key.id}`])
  await change(id, { role: 'user' })
  expect(await ask('users.list')).toEqual(['permission', 'The role user does not hold users.list.'])
  await change(id, { role: 'moderator' })
  await set({ addresses: ['192.0.2.0/24'] })
  expect(await ask('users.list')).toEqual([null, undefined])
  expect(await ask('users.list', { ip: '192.0.2.7' })).toEqual([null, undefined])
  const elsewhere = await ask('users.list', { ip: '198.51.100.1' })
  expect(elsewhere).toEqual(['key', (await program.query('users.list', {})).error.message])
  await set({ addresses: [], expiresAt: new Date(Date.now() - 1) })
  expect(await ask('users.list')).toEqual(['key', (await program.query('users.list', {})).error.message])
  await set({ revokedAt: new Date() })
  expect(await ask('users.list')).toEqual(['key', (await program.query('users.list', {})).error.message])
})

test('a key of a service account that is disabled is explained as it is refused', async () => {
  const { admin, service } = await withServices()
  const { id, key, program } = await service()
  await admin.mutate('serviceAccounts.disable', { id })
  const { data } = await admin.query<LimitExplanation>('limits.explain', {
    procedure: 'users.me',
    key: key.start,
  })
  expect(data.refusedBy).toBe('key')
  expect(data.steps[0]?.message).toBe((await program.query('users.me')).error.message)
})

test('a key that is not there, or one of several, is no answer, and all of one is refused and never logged', async () => {
  const { db, key, secret, owner, explain, logged } = await setUp()
  const ask = (named: string) => explain({ procedure: 'users.list', key: named })
  expect((await ask('nothing')).status).toBe(404)
  expect((await ask('gh_live_')).status).toBe(404)
  const another = await owner()
  await db.update(apiKey).set({ start: key.start }).where(eq(apiKey.id, another.key.id))
  expect((await ask(key.start)).status).toBe(409)
  expect((await ask(key.id)).status).toBe(200)
  for (const all of [secret, createKeySecret(), secret.slice(0, -1)]) {
    const { status, error } = await ask(all)
    expect([status, JSON.stringify(error).includes(all)]).toEqual([400, false])
  }
  expect(logged.join('')).not.toContain(secret.slice(0, 20))
})
