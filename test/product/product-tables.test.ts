import { pgTable, text } from 'drizzle-orm/pg-core'
import { expect, test } from 'vitest'
import { session, user } from '#drizzle/schema/index.ts'
import * as schema from '#product/schema/index.ts'
import { server } from '#product/server.ts'
import { findTableProblems } from './product-tables.ts'

test("the product's tables say what becomes of a person's data", () => {
  expect(findTableProblems(schema, server.personalData, server.people)).toEqual([])
})

const id = text('id').primaryKey()
const note = pgTable('note', { id, userId: text('user_id').references(() => user.id) })
const kept = pgTable('kept_note', {
  id,
  owner: text('owner').references(() => user.id, { onDelete: 'cascade' }),
})
const page = pgTable('note_page', {
  id,
  noteId: text('note_id').references(() => note.id, { onDelete: 'cascade' }),
})
const member = pgTable('member', { userId: text('user_id').primaryKey() })
const label = pgTable('label', { id, createdBy: text('created_by') })
const visit = pgTable('visit', { id, sessionId: text('session_id').references(() => session.id) })
const colour = pgTable('colour', { id, name: text('name') })

test.each([
  ['a key to the user', { note }, {}, /^The table note holds what belongs to a person \(user_id\)/],
  [
    'a row of such a table',
    { note, page },
    { note: { nobodys: 'A test.' } },
    /^The table page .*\(note_id\)/,
  ],
  ['a key to what is a user’s', { visit }, {}, /^The table visit .*\(session_id\)/],
  ['a column that names somebody', { label }, {}, /^The table label .*\(created_by\)/],
  [
    'a key that refuses to let the person go',
    { note },
    { note: { export: async () => [], erase: 'foreign key' } },
    /^No foreign key empties user_id of the table note/,
  ],
] as const)('%s is found', (_, tables, personalData, sentence) => {
  expect(findTableProblems(tables, personalData)).toEqual([expect.stringMatching(sentence)])
})

test('what is declared or belongs to nobody is let be', () => {
  expect(findTableProblems({ member }, {}, member)).toEqual([])
  expect(findTableProblems({ member }, {})).toHaveLength(1)
  const declared = { export: async () => [], erase: async () => {} }
  expect(
    findTableProblems(
      { note, kept, page, label, colour },
      {
        note: declared,
        kept: { ...declared, erase: 'foreign key' },
        page: { ...declared, erase: 'foreign key' },
        label: { nobodys: 'Who made a label is not kept.' },
      },
    ),
  ).toEqual([])
})
