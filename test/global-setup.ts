import pg from 'pg'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    database: 'embedded' | 'postgres'
    postgresUrl: string | null
    /** Tells this run's databases from those of another. */
    run: string
  }
}

/** Drops the run's databases when it ends; another run on the same server keeps its own. */
export default function setup(project: TestProject) {
  const { postgresUrl, run } = project.getProvidedContext()
  if (!postgresUrl) return
  return async () => {
    const client = new pg.Client({ connectionString: postgresUrl })
    await client.connect()
    const { rows } = await client.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)',
      [`gatehouse_test_${run}_`],
    )
    for (const { datname } of rows) await client.query(`drop database if exists "${datname}" with (force)`)
    await client.end()
  }
}
