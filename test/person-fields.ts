import { sql } from 'drizzle-orm'
import { integer, pgTable, text } from 'drizzle-orm/pg-core'
import { z } from 'zod'
import type { Database } from '#server/database/database.ts'
import type { RunnableParts } from '#server/product/product-hooks.ts'
import { defineShared } from '#shared/product/define-shared.ts'
import { wholeNumber } from '#shared/text/number.ts'
import { line } from '#shared/text/text.ts'

const { people: personFields } = defineShared({
  acts: {},
  settings: {},
  people: {
    company: {
      label: 'Company',
      schema: line({ min: 1, max: 20 }),
      default: '',
      editedBy: 'owner',
      signUp: true,
    },
    size: {
      label: 'Size',
      schema: z.enum(['small', 'large']).nullable(),
      default: null,
      editedBy: 'owner',
      signUp: true,
    },
    seats: { label: 'Seats', schema: wholeNumber({ min: 1, max: 9 }), default: 1, editedBy: 'staff' },
  },
})

export const members = pgTable('test_member', {
  userId: text('user_id').primaryKey(),
  company: text('company').notNull(),
  size: text('size', { enum: ['small', 'large'] }),
  seats: integer('seats').notNull(),
})

/** A product that has fields of people: two that registration asks for, one of them a must, and one of staff. */
export const productWithFields: RunnableParts = {
  people: members,
  personFields,
  sweeps: {},
  undo: {},
  userCreated: async () => {},
  personalData: {},
}

/** Makes the table of these fields, which no migration has. */
export async function createMembers(db: Database): Promise<void> {
  await db.execute(sql`create table test_member (user_id text primary key references "user"(id) on delete cascade,
    company text not null, size text, seats integer not null)`)
}

/** Takes the table away again, in whose way others would be. */
export async function dropMembers(db: Database): Promise<void> {
  await db.execute(sql`drop table if exists test_member`)
}
