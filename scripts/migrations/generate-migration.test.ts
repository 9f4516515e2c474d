import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type HistoryPlace, historyPlaces, readHistory } from '#server/database/migrations/history.ts'
import { copyRepository } from '#test/repository-copy.ts'
import { checkMarks, checkSchema, checkTables } from './check-history.ts'
import { generateMigration } from './generate-migration.ts'
import { markMigration } from './mark-migration.ts'

const [ours, product] = historyPlaces as [HistoryPlace, HistoryPlace]

const noteTable = (columns: string, title = 'title') => `
import { index, pgTable, text } from 'drizzle-orm/pg-core'
import { user } from '#drizzle/schema/index.ts'

export const exampleNote = pgTable('example_note', {
  userId: text('user_id').primaryKey().references(() => user.id, { onDelete: 'cascade' }),
  title: text('${title}'),
  ${columns}
})
`

test('the product’s schema refers to our tables and has a history of its own, which is kept in step', async () => {
  const root = await copyRepository(['drizzle', 'shared', 'product'])
  // Whatever the product is here, that of the test begins anew.
  await rm(join(root, 'product/migrations'), { recursive: true })
  await mkdir(join(root, 'product/migrations/meta'), { recursive: true })
  const journal = JSON.stringify({ version: '7', dialect: 'postgresql', entries: [] })
  await writeFile(join(root, 'product/migrations/meta/_journal.json'), journal)
  const write = (schema: string) => writeFile(join(root, 'product/schema/index.ts'), schema)
  const generate = (name: string) => generateMigration(product, ['--name', name], { root, asks: false })

  await write(noteTable(''))
  expect((await checkSchema(product, root)).join()).toMatch(/product\/migrations is behind .*-- --product/)
  const [made] = await generate('example-notes')
  expect(made?.contracts).toEqual([])
  const sql = await readFile(join(root, made?.path ?? ''), 'utf8')
  expect(sql).toMatch(/^-- expand\nCREATE TABLE "example_note"/)
  expect(sql).toContain('REFERENCES "public"."user"("id") ON DELETE cascade')
  expect(sql.match(/CREATE TABLE/g)).toHaveLength(1)
  expect(await checkSchema(product, root)).toEqual([])

  // The question whether it was renamed would be asked of somebody at a keyboard.
  await write(noteTable('', 'name'))
  expect(await checkSchema(product, root)).toHaveLength(1)

  const history = readHistory(product, root)
  expect([checkMarks(history), checkTables(readHistory(ours, root), history)]).toEqual([[], []])
  const exported = { ...history, migrations: readHistory(ours, root).migrations }
  expect(checkTables(readHistory(ours, root), exported)).toContainEqual(
    expect.stringMatching(/makes the table user, which is ours/),
  )
})

test('a new migration says what it means to the version before, and keeps nobody from writing', () => {
  const separator = '--> statement-breakpoint'
  const column = 'ALTER TABLE "user" ADD COLUMN "nick" text;'
  const index = 'CREATE INDEX "user_nick" ON "user" USING btree ("nick");'
  expect(markMigration(`${column}${separator}\n${index}`, new Map()).sql).toBe(
    `-- expand\n-- no transaction\n${column}${separator}\n${index.replace('INDEX', 'INDEX CONCURRENTLY')}`,
  )
  const unique = 'CREATE UNIQUE INDEX "user_nick" ON "user" USING btree ("nick");'
  expect(markMigration(`${column}${separator}${unique}`, new Map()).sql).toContain(
    'UNIQUE INDEX CONCURRENTLY',
  )
  expect(markMigration(unique, new Map()).sql).toBe(`-- contract\n${unique}`)
  const table = `CREATE TABLE "a" ("id" int);${separator}\nCREATE INDEX "a_id" ON "a" USING btree ("id");`
  expect(markMigration(table, new Map()).sql).toBe(`-- expand\n${table}`)
})

test('a mark that is missing, or that says too little, is found', () => {
  const statements = ['ALTER TABLE "user" DROP COLUMN "name"', 'select 1; select 2']
  const migration = { tag: '0000_a', hash: 'a', windowsHash: 'b', when: 0, statements }
  const history = { ...product, migrations: [] }
  const check = (marks: { kind: 'expand' | 'contract'; marked: boolean; inTransaction: boolean }) =>
    checkMarks({ ...history, migrations: [{ ...migration, ...marks }] })
  expect(check({ kind: 'contract', marked: true, inTransaction: true })).toEqual([])
  expect(check({ kind: 'contract', marked: false, inTransaction: true })).toEqual([
    expect.stringMatching(/^product\/migrations\/0000_a\.sql does not say/),
  ])
  expect(check({ kind: 'expand', marked: true, inTransaction: false })).toEqual([
    expect.stringMatching(/0000_a\.sql is marked "expand", but: alter table .* drop column/),
    expect.stringMatching(/put "--> statement-breakpoint" between/),
  ])
})
