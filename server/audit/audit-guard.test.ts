import { type SQL, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { createLog } from './audit-log-fixture.ts'
import { erasePerson } from './erase-person.ts'

/** What the database says to a statement; it must refuse it. */
async function refusal(attempt: Promise<unknown>): Promise<{ message: string; hint: string }> {
  const error = await attempt.then(
    () => null,
    (thrown: Error) => thrown,
  )
  if (!error) throw new Error('It was not refused.')
  const { message, hint } = error.cause as Error & { hint: string }
  return { message, hint }
}

const open = (door: string) => sql`select set_config('gatehouse.audit_door', ${door}, true)`

test.each([
  ['a field of a row', sql`update audit_event set action = 'user.ban'`, /cannot be changed/],
  [
    'the facts of a row',
    sql`update audit_event set actor_facts = null, actor_salt = null`,
    /cannot be changed/,
  ],
  [
    'the place of a sealed row',
    sql`update audit_event set position = 7 where position is not null`,
    /cannot be changed/,
  ],
  [
    'the link of a sealed row',
    sql`update audit_event set chain = 'x' where position is not null`,
    /cannot be changed/,
  ],
  [
    'a sealed row back to unsealed',
    sql`update audit_event set position = null, chain = null`,
    /cannot be changed/,
  ],
  ['rows away', sql`delete from audit_event`, /cannot be deleted/],
  ['all away', sql`truncate audit_event`, /TRUNCATE is refused/],
  ['all away with what depends on it', sql`truncate audit_event cascade`, /TRUNCATE is refused/],
  ['a checkpoint', sql`update audit_checkpoint set rows = 0`, /UPDATE is refused/],
  ['checkpoints away', sql`delete from audit_checkpoint`, /DELETE is refused/],
  ['all checkpoints away', sql`truncate audit_checkpoint`, /TRUNCATE is refused/],
] as [string, SQL, RegExp][])(
  'nothing changes %s, and the error says what to do',
  async (_, statement, expected) => {
    const { db, context, fill, verify } = await createLog()
    await fill(1)
    await db.transaction((tx) => erasePerson(context({ db: tx }), 'nobody'))
    const { message, hint } = await refusal(db.execute(statement))
    expect(message).toMatch(expected)
    expect(hint).toMatch(/retention setting|row of its own/)
    expect(await verify()).toMatchObject({ problem: null, sealed: 1, unsealed: 1 })
  },
)

test('sealing may set a place and a link, and nothing else beside them', async () => {
  const { db, write } = await createLog()
  await write()
  const both = sql`update audit_event set position = 1, chain = 'x', action = 'user.ban'`
  expect((await refusal(db.execute(both))).message).toMatch(/cannot be changed/)
  expect((await refusal(db.execute(sql`update audit_event set position = 1`))).message).toMatch(
    /cannot be changed/,
  )
})

test('the door of erasing lets nothing else through, and is shut behind the functions', async () => {
  const { db, fill } = await createLog()
  await fill(2)
  const changed = db.transaction(async (tx) => {
    await tx.execute(open('erase'))
    await tx.execute(sql`update audit_event set actor_facts = '{}'`)
  })
  expect((await refusal(changed)).message).toMatch(/cannot be changed/)
  const deleted = db.transaction(async (tx) => {
    await tx.execute(sql`select audit_erase('nobody'), audit_prune(0)`)
    await tx.execute(sql`delete from audit_event`)
  })
  expect((await refusal(deleted)).message).toMatch(/cannot be deleted/)
  const erased = db.transaction(async (tx) => {
    await tx.execute(sql`select audit_erase('nobody')`)
    await tx.execute(sql`update audit_event set actor_facts = null, actor_salt = null`)
  })
  expect((await refusal(erased)).message).toMatch(/cannot be changed/)
})
