import { randomBytes } from 'node:crypto'
import { defineConfig } from 'vitest/config'
import { findPostgres } from './test/postgres-server.ts'

const postgresUrl = await findPostgres()
if (!postgresUrl && process.env.CI)
  throw new Error('CI needs a Postgres: set TEST_DATABASE_URL or start one.')
if (!postgresUrl) {
  console.log(
    'No Postgres answers, so the tests run on the embedded database only (TEST_DATABASE_URL names one).',
  )
}

const run = randomBytes(4).toString('hex')

const onDatabase = (database: 'embedded' | 'postgres') => ({
  extends: true as const,
  test: {
    name: database,
    include: ['{server,shared,test,drizzle,scripts}/**/*.test.ts'],
    provide: { database },
  },
})

export default defineConfig({
  test: {
    globalSetup: './test/global-setup.ts',
    provide: { database: 'embedded', postgresUrl, run, thorough: false },
    // A worker keeps its modules, and with them its one migrated database, from file to file.
    isolate: false,
    pool: 'forks',
    maxWorkers: 2,
    // Some start a dozen processes, each with a database of its own.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    projects: [
      onDatabase('embedded'),
      ...(postgresUrl ? [onDatabase('postgres')] : []),
      { extends: true, test: { name: 'client', include: ['client/**/*.test.ts'] } },
    ],
  },
})
