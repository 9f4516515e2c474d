import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { temporaryFolder } from '#test/processes/server-process.ts'
import { StartError } from '../../errors.ts'
import { type History, readHistories } from '../migrations/history.ts'
import {
  comparable,
  embeddedPlace,
  exportFrom,
  historiesWith,
  importInto,
  keptDump,
  projectPlace,
  rewrite,
  rowsOf,
  runOn,
} from './data-fixture.ts'

const person = `insert into "user" (id, name, email) values ('a', 'Ada', 'ada@example.com');
  insert into account (id, user_id, account_id, provider_id) values ('c', 'a', 'a', 'credential')`

// One database with two rows, dumped once for every test here.
let dump: string
beforeAll(async () => {
  dump = await keptDump(person)
})

const people = 'select id, providers from "user"'
const ada = [{ id: 'a', providers: ['credential'] }]

async function refusal(imported: Promise<unknown>): Promise<string> {
  const error = await imported.then(
    () => null,
    (thrown) => thrown,
  )
  expect(error).toBeInstanceOf(StartError)
  return error.message
}

async function fileOf(content: string | Buffer): Promise<string> {
  const file = join(await temporaryFolder(), 'file')
  await writeFile(file, content)
  return file
}

test('a file that is something else, cut, changed or of a newer format is refused before a database is opened', async () => {
  const place = await embeddedPlace({ empty: true })
  const whole = await readFile(dump)
  const flipped = Buffer.from(whole)
  const middle = Math.floor(whole.length / 2)
  flipped[middle] = (whole[middle] ?? 0) ^ 0xff
  const newer = (lines: string[]) => [
    JSON.stringify({ ...JSON.parse(lines[0] ?? ''), version: 2 }),
    ...lines.slice(1),
  ]
  const cases: [string | Promise<string>, RegExp][] = [
    [join(place.dataDir, 'nowhere'), /nowhere cannot be read: ENOENT/],
    [fileOf(''), /is cut off: a part of it is missing/],
    [fileOf('some words'), /is not a file that .* wrote/],
    [fileOf(gzipSync('some\nwords\n')), /is not a file that .* wrote/],
    [fileOf(whole.subarray(0, -20)), /a part of it is missing/],
    [fileOf(whole.subarray(0, 200)), /a part of it is missing/],
    // What it makes of the lines decides by which check it is found.
    [fileOf(flipped), /some of it was changed|is not a file that/],
    [rewrite(dump, (lines) => lines.slice(0, -1)), /a part of it is missing/],
    [rewrite(dump, (lines) => lines.map((line) => line.replace('"Ada"', '"Eve"'))), /some of it was changed/],
    [rewrite(dump, (lines) => lines.filter((line) => !line.includes('"Ada"'))), /some of it was changed/],
    [rewrite(dump, (lines) => [...lines, '["x"]']), /some of it was changed/],
    [rewrite(dump, newer, { sealed: true }), /newer version, in format 2; this version reads format 1/],
  ]
  for (const [file, expected] of cases) expect(await refusal(importInto(place, await file))).toMatch(expected)
  expect(existsSync(join(place.dataDir, 'database'))).toBe(false)
})

test('a database that holds rows is left as it is', async () => {
  const place = await projectPlace()
  await runOn(
    place,
    readHistories(),
    `insert into "user" (id, name, email) values ('b', 'Bob', 'bob@example.com')`,
  )
  expect(await refusal(importInto(place, dump))).toMatch(
    /in use: there are rows in public\.user\. .*DATA_DIR/,
  )
  expect(await rowsOf(place, people)).toEqual([{ id: 'b', providers: [] }])
})

test('a dump that the database refuses leaves nothing, nor does one that is stopped; the next import succeeds', async () => {
  const place = await projectPlace({ empty: true })
  const orphan = await rewrite(
    dump,
    (lines) =>
      lines.map((line) => (line.includes('"credential"') ? line.replaceAll('"a"', '"nobody"') : line)),
    { sealed: true },
  )
  expect(await refusal(importInto(place, orphan))).toMatch(
    /nothing half-done is left: .*account_user_id.*nobody/,
  )
  expect(
    await rowsOf(
      place,
      'select (select count(*)::int from account) + (select count(*)::int from "user") as rows',
    ),
  ).toEqual([{ rows: 0 }])

  const stop = new AbortController()
  const report = (what: string) => what === 'public.user' && stop.abort(new StartError('Stopped.'))
  expect(await refusal(importInto(place, dump, { signal: stop.signal, report }))).toBe('Stopped.')
  expect(await rowsOf(place, people)).toEqual([])

  await importInto(place, dump)
  expect(await rowsOf(place, people)).toEqual(ada)
  expect(await comparable(await exportFrom(place))).toEqual(await comparable(dump))
})

const plans = {
  tag: '0000_plans',
  sql: `-- expand
create table plan (id text primary key, price int not null);
insert into plan values ('free', 0), ('full', 5)`,
}
const currency = {
  tag: '0001_currency',
  sql: `-- expand\nalter table plan add column currency text not null default 'EUR'`,
}

/** A dump of a database that has had the first migration of a product, and changed a row that it brought. */
async function olderDump(histories: History[]): Promise<string> {
  const from = await embeddedPlace()
  await runOn(from, histories, `${person}; update plan set price = 9 where id = 'full'`)
  return exportFrom(from, { histories })
}

test('a dump of an older version goes in as it was, and the newer migrations run over it', async () => {
  const older = await historiesWith([plans])
  const newer = await historiesWith([plans, currency])
  const file = await olderDump(older)
  const to = await projectPlace({ empty: true })
  await importInto(to, file, { histories: newer })
  expect(await rowsOf(to, 'select * from plan order by id')).toEqual([
    { id: 'free', price: 0 },
    { id: 'full', price: 9 },
  ])
  await runOn(to, newer, 'select 1')
  expect(await rowsOf(to, 'select * from plan order by id')).toEqual([
    { id: 'free', price: 0, currency: 'EUR' },
    { id: 'full', price: 9, currency: 'EUR' },
  ])
})

test('rows that migrations put in are no use of a database; one of somebody else is', async () => {
  const histories = await historiesWith([plans])
  const file = await olderDump(histories)
  const migrated = await projectPlace()
  await runOn(migrated, histories, 'select 1')
  await importInto(migrated, file, { histories })
  expect(await rowsOf(migrated, 'select * from plan order by id')).toEqual([
    { id: 'free', price: 0 },
    { id: 'full', price: 9 },
  ])
  const used = await projectPlace()
  await runOn(used, histories, `insert into plan values ('own', 3)`)
  expect(await refusal(importInto(used, file, { histories }))).toMatch(/there are rows in public\.plan\./)
})

test('other migrations are refused on either side, with what to do', async () => {
  const older = await historiesWith([plans])
  const newer = await historiesWith([plans, currency])
  const file = await olderDump(older)
  expect(await refusal(importInto(await projectPlace(), file))).toMatch(
    /has had migrations\/0000_plans\.sql, which this version does not bring\. Import with the version that exported/,
  )
  const changed = await historiesWith([{ ...plans, sql: `${plans.sql};` }])
  expect(await refusal(importInto(await projectPlace(), file, { histories: changed }))).toMatch(
    /is another one here/,
  )

  const further = await projectPlace()
  await runOn(further, newer, 'delete from plan')
  expect(await refusal(importInto(further, file, { histories: newer }))).toMatch(
    /This database has had migrations\/0001_currency\.sql, and the one that .* was made from has not\. Import into/,
  )
  expect(await rowsOf(further, people)).toEqual([])
})
