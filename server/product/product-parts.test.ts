import { pgTable, text } from 'drizzle-orm/pg-core'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { fields } from '#shared/audit/act.ts'
import { defineShared } from '#shared/product/define-shared.ts'
import type { ProductParts } from './product-parts.ts'

const { acts } = defineShared({
  acts: {
    'note.update': {
      subject: 'note',
      before: fields({ text: z.string() }),
      after: fields({ text: z.string() }),
    },
    'note.create': { subject: 'note' },
  },
  settings: {},
})
const schema = { note: pgTable('note', { id: text('id').primaryKey() }), notesOf: () => [] }

type Notes = ProductParts<typeof schema, typeof acts, 'note.update'>

const whole: Notes = {
  userCreated: async () => {},
  personalData: { note: { export: async () => [], erase: 'foreign key' } },
  undo: { 'note.update': async (_ctx, { subjectId, before }) => [subjectId, before?.text] },
  sweeps: {},
}

test('what the product forgets on the server is an error of its type', () => {
  const wrong: Notes[] = [
    // @ts-expect-error An act that can be taken back has its inverse.
    { ...whole, undo: {} },
    // @ts-expect-error Creating a note cannot be taken back.
    { ...whole, undo: { ...whole.undo, 'note.create': async () => {} } },
    // @ts-expect-error A note has no title.
    { ...whole, undo: { 'note.update': async (_ctx, { before }) => before?.title } },
    // @ts-expect-error There is no such table.
    { ...whole, personalData: { notes: { export: async () => [], erase: 'foreign key' } } },
    // @ts-expect-error What erasing does is said.
    { ...whole, personalData: { note: { export: async () => [] } } },
    // @ts-expect-error What is no table holds nothing.
    { ...whole, personalData: { notesOf: { nobodys: 'A function.' } } },
  ]
  expect(wrong).toHaveLength(6)
})
