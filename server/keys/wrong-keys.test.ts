import { like, sql } from 'drizzle-orm'
import { expect, inject, test, vi } from 'vitest'
import { apiKey, auditEvent, rateLimit } from '#drizzle/schema/index.ts'
import type { Database } from '#server/database/database.ts'
import { createKeySecret } from '#server/key-status/key-secret.ts'
import type { TestApp } from '#test/app.ts'
import { createProgram, withKeys } from './keys-fixture.ts'

const amount = inject('thorough') && inject('database') === 'postgres' ? 10_000 : 1000
const inFlight = 50
const hidden = 'gh_live_[0-9A-Za-z]{5}'

/** Counts what the database is asked from here on: for keys, and for limits. */
function countStatements({ database }: TestApp) {
  const { $client } = database.db as unknown as { $client: { query(...given: unknown[]): unknown } }
  const query = vi.spyOn($client, 'query')
  return () => {
    const texts = query.mock.calls.map(([given]) => (typeof given === 'string' ? given : Object(given).text))
    query.mockRestore()
    const containing = (word: string) => texts.filter((text) => String(text).includes(word)).length
    return { keyReads: containing('from "api_key"'), charges: containing('limits_consume') }
  }
}

/** Calls once with each key, some at a time. Says what was answered, and how many were not stopped by the limit. */
async function callWithEach(app: TestApp, address: string, secrets: string[]) {
  const program = createProgram(app, '', address)
  const said: string[] = []
  const waiting = [...secrets]
  async function send() {
    for (let secret = waiting.pop(); secret; secret = waiting.pop()) {
      const headers = { authorization: `Bearer ${secret}` }
      const { status, error } = await program.query('users.me', undefined, headers)
      const { requestId, ...data } = error.data
      if (status !== 429) said.push(JSON.stringify([status, error.message, data]))
    }
  }
  const statements = countStatements(app)
  await Promise.all(Array.from({ length: inFlight }, send))
  return { answers: [...new Set(said)], heard: said.length, ...statements() }
}

/** The tables in which something stands that begins like a key and goes on. */
async function tablesWithKeys(db: Database) {
  const { rows } = (await db.execute(
    sql`select table_name as name from information_schema.tables where table_schema = 'public'`,
  )) as unknown as { rows: { name: string }[] }
  const found = []
  for (const { name } of rows)
    if ((await db.$count(sql`${sql.identifier(name)} as one`, sql`one::text ~ ${hidden}`)) > 0)
      found.push(name)
  return found
}

test(`${amount} wrong keys are answered as a revoked one, cost the address its limit, and change nothing`, async () => {
  const app = await withKeys()
  const { db } = app
  const revoked = await app.owner()
  await revoked.browser.mutate('keys.revoke', { id: revoked.key.id })
  const rows = async () =>
    Promise.all([apiKey, auditEvent].map((table) => db.select().from(table).orderBy(table.id)))
  const before = await rows()

  const wrong = await callWithEach(app, '192.0.2.99', Array.from({ length: amount }, createKeySecret))
  const known = await callWithEach(app, '192.0.2.98', Array(500).fill(revoked.secret))
  expect(wrong.answers).toEqual(known.answers)
  expect(wrong.answers).toHaveLength(1)
  expect([wrong.keyReads, known.keyReads]).toEqual([amount, 500])
  // A full counter is remembered, so that those who go on ask for it no more.
  for (const { heard, charges } of [wrong, known]) {
    expect(heard).toBeGreaterThanOrEqual(150)
    expect(charges).toBeLessThanOrEqual(heard + inFlight)
  }
  expect(wrong.heard).toBeLessThan(amount)
  const counters = await db.select().from(rateLimit).where(like(rateLimit.key, '%192.0.2.%'))
  expect(counters.map(({ key }) => key).sort()).toEqual(['public/ip:192.0.2.98', 'public/ip:192.0.2.99'])

  expect(await rows()).toEqual(before)
  expect(app.logged.join('')).not.toMatch(hidden)
  expect(wrong.answers.join('')).not.toContain('gh_live_')
  await app.app.close()
  expect(await tablesWithKeys(db)).toEqual([])
})

test('whoever guesses at keys does not lock out who calls with a right one from the same address', async () => {
  const app = await withKeys()
  const { secret } = await app.owner()
  await callWithEach(app, '192.0.2.99', Array.from({ length: 200 }, createKeySecret))
  const { status } = await createProgram(app, secret, '192.0.2.99').query('users.me')
  expect(status).toBe(200)
})
