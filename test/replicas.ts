import { inject, onTestFinished } from 'vitest'
import { openDatabase } from '#server/database/open.ts'
import { createTestApp } from './app.ts'
import { createPostgresDatabase, emptyDatabase } from './database.ts'

/** Two servers of one database: on Postgres each with connections of its own. */
export async function twoReplicas() {
  if (inject('database') !== 'postgres') {
    const database = await emptyDatabase()
    return [await createTestApp({ database }), await createTestApp({ database })] as const
  }
  const { url, drop } = await createPostgresDatabase()
  onTestFinished(drop)
  const open = async () => {
    const database = await openDatabase({ databaseUrl: url, dataDir: '' })
    onTestFinished(() => database.close())
    return createTestApp({ database })
  }
  return [await open(), await open()] as const
}
