import { appendFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { StartError } from '../../errors.ts'
import {
  createHistory,
  createScratchDatabase,
  type ScratchDatabase,
  tableFile,
} from './migrations-fixture.ts'

let database: ScratchDatabase
beforeAll(async () => {
  database = await createScratchDatabase()
})
beforeEach(() => database.reset())
afterAll(() => database.close())

const tables = async () =>
  (
    await database.query(`select relname from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname`)
  ).map(({ relname }) => relname)
const applied = () =>
  database.query(
    'select tag, kind, position, unfinished_since is null as finished from drizzle.__drizzle_migrations order by id',
  )
const refusal = async (migrated: Promise<void>): Promise<string> => {
  const error = await migrated.catch((thrown) => thrown)
  expect(error).toBeInstanceOf(StartError)
  return error.message
}

test('a migration that a merge puts before an applied one runs, which Drizzle’s own migrator leaves out', async () => {
  const own = tableFile('own', { when: 2000 })
  const merged = tableFile('merged', { when: 1500 })
  const { folder, write } = await createHistory([tableFile('first', { when: 1000 }), own])
  await database.migrateByDrizzle(folder)
  const history = await write([tableFile('first', { when: 1000 }), merged, own])
  await database.migrateByDrizzle(folder)
  expect(await tables()).toEqual(['first', 'own'])

  await database.migrate({ histories: [history] })
  expect(await tables()).toEqual(['first', 'merged', 'own'])
  // An earlier version, which is Drizzle's migrator, still starts on it.
  await database.migrateByDrizzle(folder)
  // What Drizzle wrote down is ours now, with everything that it left out.
  expect(await applied()).toEqual([
    { tag: '0000_first', kind: 'expand', position: 0, finished: true },
    { tag: '0000_own', kind: 'expand', position: 2, finished: true },
    { tag: '0000_merged', kind: 'expand', position: 1, finished: true },
  ])
})

test('two histories are applied one after the other, each with a table of its own', async () => {
  const ours = await createHistory([tableFile('person')])
  const product = await createHistory(
    [
      {
        tag: '0000_note',
        sql: '-- expand\ncreate table note (id int); insert into note select count(*) from person',
      },
    ],
    { table: '__product_migrations', folder: 'product' },
  )
  await database.migrate({ histories: [ours.history, product.history] })
  const more = await ours.write([tableFile('person'), tableFile('team')])
  await database.migrate({ histories: [more, product.history] })
  expect(await tables()).toEqual(['note', 'person', 'team'])
  expect(await database.query('select tag from drizzle.__product_migrations')).toEqual([{ tag: '0000_note' }])
  expect(await applied()).toHaveLength(2)
})

test('a migration that was changed, or is missing, stops the start with its name', async () => {
  const files = ['first', 'second', 'third'].map((name) => tableFile(name))
  const { folder, write, read, history } = await createHistory(files)
  await database.migrate({ histories: [history] })
  await appendFile(join(folder, '0000_second.sql'), ' ')
  const changed = await refusal(database.migrate({ histories: [read()] }))
  expect(changed).toMatch(/^The migration migrations\/0000_second\.sql was changed after .* new migration\.$/)

  const without = await write(files.filter(({ tag }) => tag !== '0000_second'))
  const missing = await refusal(database.migrate({ histories: [without] }))
  expect(missing).toMatch(/^The migration migrations\/0000_second\.sql is missing: .*back\.$/)

  await write(files)
  await rm(join(folder, '0000_second.sql'))
  expect(() => read()).toThrow(/^migrations\/0000_second\.sql is missing: .*_journal\.json names it/)
})

test('a file and a journal that a merge took apart stop the start', async () => {
  const { folder, read } = await createHistory([tableFile('first')])
  await writeFile(join(folder, '0001_dropped.sql'), 'select 1')
  expect(() => read()).toThrow(/0001_dropped\.sql is not in .*_journal\.json, so it would never run/)
  await writeFile(join(folder, 'meta/_journal.json'), '<<<<<<< HEAD')
  expect(() => read()).toThrow(StartError)
  const twice = createHistory([tableFile('first'), tableFile('first')])
  await expect(twice).rejects.toThrow(/names 0000_first twice/)
})

test('one that fails is undone as a whole, those before it stay, and the start says which and why', async () => {
  const files = [
    tableFile('first'),
    { tag: '0001_bad', sql: '-- expand\ncreate table half (id int);--> statement-breakpoint\nselect 1 / 0' },
    tableFile('later'),
  ]
  const { write, history } = await createHistory(files)
  const failed = await refusal(database.migrate({ histories: [history] }))
  expect(failed).toMatch(
    /^The migration migrations\/0001_bad\.sql failed at its statement 2 .*division by zero/,
  )
  expect(await tables()).toEqual(['first'])
  const mended = await write(files.map((file) => (file.tag === '0001_bad' ? tableFile('half') : file)))
  await database.migrate({ histories: [mended] })
  expect(await tables()).toEqual(['first', 'half', 'later'])
})

const concurrently = {
  tag: '0001_index',
  sql: [
    '-- expand\n-- no transaction\nalter table first add column name text',
    'create unique index concurrently first_id on first (id)',
    'create table after_index (id int)',
  ].join(';--> statement-breakpoint\n'),
}

test('one outside a transaction that stops half-way is known by it, and goes on from there when told to', async () => {
  const filled = {
    tag: '0000_first',
    sql: '-- expand\ncreate table first (id int); insert into first values (1), (1)',
  }
  const { history } = await createHistory([filled, concurrently])
  const histories = [history]
  expect(await refusal(database.migrate({ histories }))).toMatch(
    /^The migration migrations\/0001_index\.sql failed at its statement 2: could not create unique index/,
  )
  const halfway = await refusal(database.migrate({ histories }))
  expect(halfway).toMatch(
    /0001_index\.sql stopped half-way, at its statement 2: could not create unique index/,
  )
  expect(halfway).toContain('npm run db:migrate -- --retry 0001_index')
  await expect(database.migrate({ histories, settle: { tag: '0000_first', as: 'retry' } })).rejects.toThrow(
    /No migration 0000_first .* half-way/,
  )

  await database.query('drop index first_id')
  await database.query('truncate first')
  await database.migrate({ histories, settle: { tag: '0001_index', as: 'retry' } })
  expect(await tables()).toEqual(['after_index', 'first'])
  await database.migrate({ histories })
  expect(await applied()).toMatchObject([{ finished: true }, { tag: '0001_index', finished: true }])
})

test('one whose process ended meanwhile can be taken as made', async () => {
  const { history } = await createHistory([tableFile('first'), concurrently])
  const histories = [history]
  await database.migrate({ histories })
  await database.query(
    `update drizzle.__drizzle_migrations set unfinished_since = now(), statements_done = 2 where tag = '0001_index'`,
  )
  expect(await refusal(database.migrate({ histories }))).toContain(
    'at its statement 3: the process ended meanwhile',
  )
  await database.migrate({ histories, settle: { tag: '0001_index', as: 'done' } })
  await database.migrate({ histories })
})

test('a database that a newer version expanded is served; one that it contracted, or that is unknown, is not', async () => {
  const older = [tableFile('first')]
  const { write } = await createHistory(older)
  await database.migrate({ histories: [await write([...older, tableFile('newer')])] })
  const before = await write(older)
  await database.migrate({ histories: [before] })

  await database.migrate({
    histories: [await write([...older, tableFile('newer'), tableFile('gone', { kind: 'contract' })])],
  })
  expect(await refusal(database.migrate({ histories: [before] }))).toMatch(
    /0000_gone\.sql of a newer version, which takes away .* Start the newer version\.$/,
  )
  await database.query(
    `update drizzle.__drizzle_migrations set tag = null, kind = null, created_at = 0 where tag = '0000_gone'`,
  )
  expect(await refusal(database.migrate({ histories: [before] }))).toMatch(
    /a migration of 1970-01-01T00:00:00\.000Z \([0-9a-f]{12}\), which this version does not know/,
  )
})

test('line endings of Windows are no change, in a checkout or in what was applied', async () => {
  const unix = { tag: '0000_first', sql: '-- expand\ncreate table first\n  (id int)' }
  const windows = { ...unix, sql: unix.sql.replaceAll('\n', '\r\n') }
  const { folder, write } = await createHistory([windows])
  await database.migrateByDrizzle(folder)
  await database.migrate({ histories: [await write([unix])] })
  await database.migrate({ histories: [await write([windows])] })
  expect(await applied()).toHaveLength(1)
})

test('a file that got another name is the same migration, and the same text twice is two', async () => {
  const insert = (tag: string) => ({ tag, sql: '-- expand\ninsert into first values (1)' })
  const { write } = await createHistory([])
  await database.migrate({ histories: [await write([tableFile('first'), insert('0001_one')])] })
  await database.migrate({ histories: [await write([tableFile('first'), insert('0001_renamed')])] })
  const twice = await write([tableFile('first'), insert('0001_renamed'), insert('0002_again')])
  await database.migrate({ histories: [twice] })
  await database.migrate({ histories: [twice] })
  expect(await database.query('select * from first')).toHaveLength(2)
  expect((await applied()).map(({ tag }) => tag)).toEqual(['0000_first', '0001_renamed', '0002_again'])
})
