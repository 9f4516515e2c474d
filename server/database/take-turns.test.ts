import { sql } from 'drizzle-orm'
import { expect, inject, test } from 'vitest'
import { emptyDatabase } from '#test/database.ts'

test.runIf(inject('database') === 'embedded')(
  'between statements that wait for each other the process sees to other things',
  async () => {
    const { db } = await emptyDatabase()
    let turns = 0
    const count = () => {
      turns += 1
      timer = setImmediate(count)
    }
    let timer = setImmediate(count)
    try {
      await Promise.all(Array.from({ length: 50 }, () => db.execute(sql`select 1`)))
    } finally {
      clearImmediate(timer)
    }
    expect(turns).toBeGreaterThanOrEqual(49)
  },
)
