import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { createMigratedEmbedded } from '#test/embedded-template.ts'
import { wrapEmbedded } from './open.ts'

async function setUp() {
  const client = await createMigratedEmbedded()
  const { db, close } = await wrapEmbedded(client)
  await client.exec('create table thing (id int primary key, name text, at timestamptz, tags text[])')
  const prepared = async () => {
    const { rows } = await client.query<{ statement: string }>(
      'select statement from pg_prepared_statements order by prepare_time',
    )
    return rows.map(({ statement }) => statement)
  }
  return { client, db, close, prepared }
}

test('a statement that comes again is prepared, and answers as the first time', async () => {
  const { client, close, prepared } = await setUp()
  const insert = 'insert into thing (id, name, at, tags) values ($1, $2, $3, $4) returning *'
  const at = new Date('2026-01-02T03:04:05.678Z')
  const values = [null, 'a "quoted", one', 'ü{}\\']
  const answers: unknown[] = []
  for (const [id, name] of values.entries())
    answers.push(await client.query(insert, [id, name, at, [name, 'b']]))
  expect(await prepared()).toEqual([insert])
  expect(answers).toEqual(
    values.map((name, id) => ({
      ...(answers[0] as object),
      affectedRows: 1,
      rowCount: 1,
      rows: [{ id, name, at, tags: [name, 'b'] }],
    })),
  )
  const rows = { rowMode: 'array', parsers: { 23: (value: string) => `${value}!` } } as const
  const list = 'select id, name from thing where id > $1 order by id'
  for (let round = 0; round < 3; round += 1)
    expect((await client.query(list, [0], rows)).rows).toEqual([
      ['1!', values[1]],
      ['2!', values[2]],
    ])
  await close()
})

test('what fails says why, and nothing after it is harmed, in a transaction and outside', async () => {
  const { client, db, close } = await setUp()
  const insert = (id: number | string) => sql`insert into thing (id) values (${id})`
  for (const id of [1, 2]) await db.execute(insert(id))
  await expect(db.execute(insert(2))).rejects.toMatchObject({ cause: { code: '23505' } })
  await expect(db.execute(insert('no number'))).rejects.toMatchObject({ cause: { code: '22P02' } })
  const rolledBack = db.transaction(async (tx) => {
    await tx.execute(insert(3))
    await expect(tx.execute(insert(3))).rejects.toMatchObject({ cause: { code: '23505' } })
    await expect(tx.execute(insert(4))).rejects.toMatchObject({ cause: { code: '25P02' } })
    throw new Error('undo')
  })
  await expect(rolledBack).rejects.toThrow('undo')
  await db.transaction((tx) => tx.execute(insert(5)))
  const { rows } = await client.query('select id from thing order by id')
  expect(rows).toEqual([{ id: 1 }, { id: 2 }, { id: 5 }])
  await close()
})

test('a table that has changed is read again after one failure', async () => {
  const { client, close } = await setUp()
  const read = () => client.query('select * from thing')
  for (let round = 0; round < 3; round += 1) await read()
  await client.exec('alter table thing drop column name')
  await expect(read()).rejects.toThrow('cached plan')
  await client.exec('insert into thing (id) values (1)')
  expect((await read()).rows).toEqual([{ id: 1, at: null, tags: null }])
  await close()
})

test('patterns are planned each time, and of the others a hundred are kept', async () => {
  const { client, close, prepared } = await setUp()
  for (let round = 0; round < 3; round += 1) {
    await client.query('select id from thing where name ILIKE $1', ['a%'])
    for (let number = 0; number < 60; number += 1) await client.query(`select ${number}`)
  }
  expect(await prepared()).toHaveLength(60)
  for (let number = 100; number < 250; number += 1)
    for (let round = 0; round < 3; round += 1) await client.query(`select ${number}`)
  expect((await prepared()).length).toBeLessThanOrEqual(101)
  expect((await prepared()).join()).not.toMatch(/like/i)
  await close()
  await expect(client.query('select 1')).rejects.toThrow('closed')
})
