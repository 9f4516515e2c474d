import { pgTable, text, varchar } from 'drizzle-orm/pg-core'
import { createSelectSchema } from 'drizzle-zod'
import type { z } from 'zod'
import { user } from './auth.ts'
import { lifecycle } from './columns.ts'

/** Who pays. It is never deleted, since the ledger points at it. */
export const organization = pgTable('organization', {
  /** Of a person's own one: the person's id. */
  id: text('id').primaryKey(),
  /** Empty for a person's own one, which is called as they are. */
  name: varchar('name', { length: 150 }).notNull().default(''),
  /** Whose own one it is; null for one of many, and once they were erased. */
  personalUserId: text('personal_user_id')
    .unique()
    .references(() => user.id, { onDelete: 'set null' }),
  ...lifecycle(),
})

export const selectOrganizationTableSchema = createSelectSchema(organization)
export type OrganizationTable = z.infer<typeof selectOrganizationTableSchema>
