import { rm } from 'node:fs/promises'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migratePostgres } from '#server/database/migrations/migrate.ts'
import { runFolder } from './run-folder.ts'

declare module 'vitest' {
  interface ProvidedContext {
    database: 'embedded' | 'postgres'
    postgresUrl: string | null
    /** Tells this run's databases from those of another. */
    run: string
    /** Whether what takes its time is to be done in full: `npm test -- --all`. */
    thorough: boolean
    /** From which the requests of the fuzzer are made: TEST_FUZZ_SEED, or always the same ones. */
    fuzzSeed: number
  }
}

/** Makes the database that those of the tests are copies of, and drops the run's databases when it ends. */
export default async function setup(project: TestProject) {
  const { postgresUrl, run } = project.getProvidedContext()
  const server = project.vitest.projects.some(({ name }) => name === 'postgres') ? postgresUrl : null
  if (server) await makeTemplate(server, run)
  return async () => {
    await rm(runFolder(run), { recursive: true, force: true })
    if (server) await dropDatabases(server, run)
  }
}

async function makeTemplate(postgresUrl: string, run: string): Promise<void> {
  const name = `gatehouse_test_${run}_template`
  await withClient(postgresUrl, (client) => client.query(`create database ${name}`))
  const url = new URL(postgresUrl)
  url.pathname = `/${name}`
  await migratePostgres(url.href)
}

/** Another run on the same server keeps its own. */
async function dropDatabases(postgresUrl: string, run: string): Promise<void> {
  await withClient(postgresUrl, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)',
      [`gatehouse_test_${run}_`],
    )
    for (const { datname } of rows) await client.query(`drop database if exists "${datname}" with (force)`)
  })
}

async function withClient(connectionString: string, use: (client: pg.Client) => Promise<unknown>) {
  const client = new pg.Client({ connectionString })
  await client.connect()
  await use(client).finally(() => client.end())
}
