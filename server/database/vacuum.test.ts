import { sql } from 'drizzle-orm'
import { expect, inject, test } from 'vitest'
import { user } from '#drizzle/schema/index.ts'
import { emptyDatabase } from '#test/database.ts'
import type { Database } from './database.ts'
import { vacuum } from './vacuum.ts'

const rounds = 12
const index = 'user_last_active_at_id_index'

async function sizeOfIndex(db: Database): Promise<number> {
  const [found] = await db
    .select({ size: sql<number>`pg_relation_size(${index}::regclass)::int` })
    .from(sql`(select) once`)
  return found?.size ?? 0
}

/** Everybody is seen again and again, each time a minute later. */
async function grow(between: (db: Database) => Promise<void>): Promise<number> {
  const { db } = await emptyDatabase()
  await db.execute(sql.raw(`reindex index ${index}`))
  const everybody = Array.from({ length: 200 }, (_, at) => ({
    id: `user-${at}`,
    name: 'A',
    email: `${at}@example.com`,
  }))
  await db.insert(user).values(everybody)
  for (let round = 1; round <= rounds; round += 1) {
    await db.execute(sql`update "user" set last_active_at = now() + make_interval(mins => ${round})`)
    await between(db)
  }
  return sizeOfIndex(db)
}

test.runIf(inject('database') === 'embedded')(
  'an index on a time that changes all the time stops growing, while it does not by itself',
  async () => {
    const left = await grow(async () => {})
    const tended = await grow(vacuum)
    expect(tended).toBeLessThan(left / 2)
  },
)
