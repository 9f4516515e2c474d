import pg from 'pg'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    database: 'embedded' | 'postgres'
    postgresUrl: string | null
  }
}

/** Drops what earlier test runs left on the Postgres server; the workers' databases go with the run. */
export default async function setup(project: TestProject) {
  const { postgresUrl } = project.config.provide
  if (!postgresUrl) return
  const drop = async () => {
    const client = new pg.Client({ connectionString: postgresUrl })
    await client.connect()
    const { rows } = await client.query<{ datname: string }>(
      "select datname from pg_database where datname like 'gatehouse\\_test\\_%'",
    )
    for (const { datname } of rows) await client.query(`drop database if exists "${datname}" with (force)`)
    await client.end()
  }
  await drop()
  return drop
}
