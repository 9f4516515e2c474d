import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { createPostgresDatabase, serverUrl } from '#test/database.ts'
import { StartError } from '../errors.ts'
import { migratePostgres } from './migrate.ts'

// The embedded database brings its extensions along.
test.runIf(inject('database') === 'postgres')(
  'without the right to make pg_trgm, the start says what to do, and goes on once it is there',
  async () => {
    const { url, drop } = await createPostgresDatabase({ empty: true })
    const { pathname } = new URL(url)
    const role = `${pathname.slice(1)}_lesser`
    const asLesser = new URL(url)
    asLesser.username = role
    asLesser.password = 'lesser'
    const owner = new pg.Client({ connectionString: url })
    await owner.connect()
    try {
      await owner.query(`create role ${role} login password 'lesser'`)
      await owner.query(`grant usage, create on schema public to ${role}`)
      const refused = migratePostgres(asLesser.href)
      await expect(refused).rejects.toBeInstanceOf(StartError)
      await expect(refused).rejects.toThrow(/pg_trgm.*permission denied.*create extension pg_trgm/)
      await owner.query('create extension pg_trgm')
      // Now only the migrations' own schema is missing a right.
      await owner.query(`grant create on database ${pathname.slice(1)} to ${role}`)
      await migratePostgres(asLesser.href)
    } finally {
      await owner.end()
      await drop()
      const server = new pg.Client({ connectionString: serverUrl() ?? undefined })
      await server.connect()
      await server.query(`drop role if exists ${role}`)
      await server.end()
    }
  },
)
