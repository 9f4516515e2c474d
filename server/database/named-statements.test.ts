import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { user } from '#drizzle/schema/index.ts'
import { createMigratedEmbedded } from '#test/embedded-template.ts'
import { wrapEmbedded } from './open.ts'

async function setUp() {
  const client = await createMigratedEmbedded()
  const { db, close } = await wrapEmbedded(client)
  const prepared = async () => {
    const { rows } = await client.query<{ name: string }>(
      'select name from pg_prepared_statements order by name',
    )
    return rows.map(({ name }) => name)
  }
  return { client, db, close, prepared }
}

const add = (db: Awaited<ReturnType<typeof setUp>>['db']) =>
  db
    .insert(user)
    .values({
      id: sql.placeholder('id'),
      name: sql.placeholder('name'),
      email: sql.placeholder('email'),
      image: sql.placeholder('image'),
      createdAt: sql.placeholder('at'),
    })
    .returning()
    .prepare('add_user')

test('a statement with a name is prepared, and answers as one without', async () => {
  const { db, close, prepared } = await setUp()
  const statement = add(db)
  expect(await prepared()).toEqual([])
  const at = new Date('2026-01-02T03:04:05.678Z')
  for (const [index, name] of ['A', 'a "quoted", one', 'ü{}\\'].entries()) {
    const image = index === 0 ? null : 'https://example.com/a.png'
    const values = { id: `id${index}`, name, email: `${index}@example.com`, image, at }
    const [row] = await statement.execute(values)
    expect(row).toMatchObject({ id: `id${index}`, name, image, createdAt: at })
    expect(
      await db
        .select()
        .from(user)
        .where(eq(user.id, `id${index}`)),
    ).toEqual([row])
  }
  const found = db
    .select({ name: user.name })
    .from(user)
    .where(sql`${user.id} = any(${sql.placeholder('ids')}::text[])`)
    .orderBy(user.id)
    .prepare('find_users')
  for (let round = 0; round < 8; round += 1)
    expect(await found.execute({ ids: ['id0', 'id2'] })).toEqual([{ name: 'A' }, { name: 'ü{}\\' }])
  expect(await prepared()).toEqual(['add_user', 'find_users'])
  await close()
  await expect(found.execute({ ids: [] })).rejects.toMatchObject({ cause: { message: 'PGlite is closed' } })
})

test('what fails says why, and nothing after it is harmed, in a transaction and outside', async () => {
  const { db, close } = await setUp()
  const statement = add(db)
  const at = new Date()
  const values = (id: string) => ({ id, name: id, email: `${id}@example.com`, image: null, at })
  for (const id of ['a', 'b']) await statement.execute(values(id))
  await expect(statement.execute(values('b'))).rejects.toMatchObject({ cause: { code: '23505' } })
  const rolledBack = db.transaction(async (tx) => {
    await add(tx).execute(values('c'))
    await expect(add(tx).execute(values('c'))).rejects.toMatchObject({ cause: { code: '23505' } })
    await expect(add(tx).execute(values('d'))).rejects.toMatchObject({ cause: { code: '25P02' } })
    throw new Error('undo')
  })
  await expect(rolledBack).rejects.toThrow('undo')
  await db.transaction((tx) => add(tx).execute(values('e')))
  await statement.execute(values('f'))
  expect((await db.select({ id: user.id }).from(user).orderBy(user.id)).map(({ id }) => id)).toEqual([
    'a',
    'b',
    'e',
    'f',
  ])
  await close()
})
