import { readdirSync } from 'node:fs'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '#test/processes/server-process.ts'
import { StartError } from '../../errors.ts'
import { lockFolder } from '../folder-lock.ts'
import { readHistories } from '../migrations/history.ts'
import {
  embeddedPlace,
  exportFrom,
  historiesWith,
  importInto,
  projectPlace,
  readLines,
  rowsOf,
  runOn,
} from './data-fixture.ts'
import type { DataPlace } from './data-session.ts'

const person = (id: string) =>
  `insert into "user" (id, name, email) values ('${id}', '${id}', '${id}@example.com')`
const accountOf = (id: string) =>
  `insert into account (id, user_id, account_id, provider_id) values ('${id}', '${id}', '${id}', 'credential')`

async function refusal(exported: Promise<unknown>): Promise<string> {
  const error = await exported.then(
    () => null,
    (thrown) => thrown,
  )
  expect(error).toBeInstanceOf(StartError)
  return error.message
}

test('only its owner can read a dump; a file that is there stays, and one that cannot be written leaves nothing', async () => {
  const place = await projectPlace()
  const file = await exportFrom(place)
  // Windows knows no such modes.
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600)
  await writeFile(file, 'kept')
  expect(await refusal(exportFrom(place, { file }))).toMatch(/is there already\. Name another file/)
  expect(await readFile(file, 'utf8')).toBe('kept')
  expect(await readdir(dirname(file))).toEqual(['dump.gz'])
  expect(await refusal(exportFrom(place, { file: join(dirname(file), 'nowhere/dump.gz') }))).toMatch(
    /cannot be written: ENOENT.*Nothing is left of it/,
  )
})

test('an export that is stopped leaves no file', async () => {
  const place = await projectPlace()
  await runOn(place, readHistories(), person('a'))
  const folder = await temporaryFolder()
  const stop = new AbortController()
  const during: string[] = []
  const report = () => {
    during.push(...readdirSync(folder))
    stop.abort(new StartError('Stopped.'))
  }
  const refused = exportFrom(place, { file: join(folder, 'dump.gz'), signal: stop.signal, report })
  expect(await refusal(refused)).toBe('Stopped.')
  expect(during).toEqual([expect.stringMatching(/^dump\.gz\.unfinished-\d+$/)])
  expect(await readdir(folder)).toEqual([])
})

test('wide rows are carried a few at a time', async () => {
  const histories = await historiesWith([
    { tag: '0000_wide', sql: '-- expand\ncreate table wide (id int primary key, text text)' },
  ])
  const from = await embeddedPlace()
  await runOn(
    from,
    histories,
    `insert into wide select n, case n when 12 then repeat('x', 1500000) else 'y' end from generate_series(1, 20) n`,
  )
  const done: number[] = []
  const report = (what: string, rows: number) => what === 'public.wide' && done.push(rows)
  const file = await exportFrom(from, { histories, report })
  expect(done).toEqual([3, 6, 9, 12, 15, 18, 20])
  const to = await projectPlace()
  await importInto(to, file, { histories })
  expect(await rowsOf(to, 'select max(length(text)) as longest, count(*)::int as rows from wide')).toEqual([
    { longest: 1_500_000, rows: 20 },
  ])
})

test('what is not a whole database of this version is refused, with what to do', async () => {
  const nowhere = await embeddedPlace({ empty: true })
  expect(await refusal(exportFrom(nowhere))).toMatch(
    /There is no embedded database in .*DATA_DIR.*DATABASE_URL/,
  )
  expect(await readdir(nowhere.dataDir)).toEqual([])
  const histories = await historiesWith([
    { tag: '0000_later', sql: '-- expand\ncreate table later (id int)' },
  ])
  expect(await refusal(exportFrom(await projectPlace(), { histories }))).toMatch(
    /has not had migrations\/0000_later\.sql\. Export with the version that serves from it, .*npm run db:migrate/,
  )
})

// Postgres has no folder that a server could hold.
test.runIf(inject('database') === 'embedded')('not while a server holds the folder', async () => {
  const place = await embeddedPlace()
  const lock = await lockFolder(place.dataDir)
  try {
    expect(await refusal(exportFrom(place))).toMatch(/Another process is using the data folder/)
  } finally {
    await lock.release()
  }
  expect((await readLines(await exportFrom(place)))[0]).toContain('"version":1')
})

// The embedded database has one connection.
describe.runIf(inject('database') === 'postgres')('beside others on a Postgres', () => {
  const other = async (place: DataPlace) => {
    const client = new pg.Client({ connectionString: place.databaseUrl ?? '' })
    await client.connect()
    onTestFinished(() => client.end())
    return client
  }

  test('a dump holds what was there at one moment', async () => {
    const place = await projectPlace()
    await runOn(place, readHistories(), `${person('a')}; ${accountOf('a')}`)
    const client = await other(place)
    let written: Promise<unknown> | undefined
    // Accounts come before users; by then somebody else has come.
    const report = (what: string) => {
      if (what === 'public.account') written ??= client.query(person('b'))
    }
    const file = await exportFrom(place, { report })
    await written
    expect(await rowsOf(place, 'select id from "user" order by 1')).toEqual([{ id: 'a' }, { id: 'b' }])
    expect((await readLines(file)).filter((line) => line.includes('@example.com'))).toHaveLength(1)
  })

  test('an import waits for nobody who is at work in the database', async () => {
    const file = await exportFrom(await projectPlace())
    const place = await projectPlace()
    const client = await other(place)
    await client.query('begin; lock table setting in access share mode')
    expect(await refusal(importInto(place, file))).toMatch(/Another process is at work in this database/)
    await client.query('rollback')
    await importInto(place, file)
  })
})
