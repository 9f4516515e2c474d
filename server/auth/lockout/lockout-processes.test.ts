import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { createTestApp, type TestApp } from '#test/app.ts'
import { createPostgresDatabase } from '#test/database.ts'
import { openDatabase } from '../../database/open.ts'
import { createPasswordQueue } from '../credentials/password-queue.ts'
import { emailHash } from '../email-hash.ts'
import { readLockout } from './lockout-fixture.ts'
import { accountKey } from './lockout-store.ts'

describe.runIf(inject('database') === 'postgres')('two servers on one Postgres', () => {
  test('of 100 wrong passwords at once on both together 5 are checked, round after round', async () => {
    const { url, drop } = await createPostgresDatabase()
    onTestFinished(drop)
    const servers: TestApp[] = []
    for (let index = 0; index < 2; index++) {
      const database = await openDatabase({ databaseUrl: url, dataDir: '' })
      onTestFinished(() => database.close())
      servers.push(await createTestApp({ database, passwordQueue: createPasswordQueue({ places: 100 }) }))
    }
    const [first] = servers
    for (let round = 0; round < 5; round++) {
      const email = `person${round}@example.com`
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          servers[index % 2]?.browser(`198.51.${round}.${index}`).signIn(email, 'wrong-horse-battery'),
        ),
      )
      const statuses = answers.map((answer) => answer?.statusCode)
      expect(statuses.filter((status) => status === 401)).toHaveLength(5)
      expect(statuses.filter((status) => status === 429)).toHaveLength(95)
      const row = first && (await readLockout(first.database.db, accountKey(emailHash(email))))
      expect(row).toMatchObject({ failures: 5, reserved: 0 })
    }
  })
})
