import { eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import type { GivenDetails, PersonDetails } from '#shared/person-details.ts'
import type { DetailValue, PersonFields } from '#shared/product/person-fields.ts'
import type { Database } from '../database/database.ts'
import { AppError, invalidField, invalidInput } from '../errors.ts'
import type { ProductPeople } from '../service-context.ts'
import { viewField } from './field-view.ts'
import type { PersonTable } from './person-table.ts'

type Details = Record<string, DetailValue>

/** What the hooks of the product do with its fields of people, besides what contexts offer. */
export interface KeptPeople extends ProductPeople {
  /** A person's row as it is kept. */
  export(db: Database, userId: string): Promise<Record<string, unknown> | null>
  erase(db: Database, userId: string): Promise<void>
}

/** The fields that the product adds to people, and the table that holds them. Without fields nothing is asked of it. */
export function createProductPeople(fields: PersonFields, table: PersonTable | null): KeptPeople {
  const views = Object.entries(fields).map(([name, field]) => viewField(name, field))
  const defaults = Object.fromEntries(views.map((view) => [view.name, view.default]))
  const held = views.length > 0 ? table : null
  const detailsOf = (row: Details): PersonDetails =>
    Object.fromEntries(views.map(({ name }) => [name, row[name] ?? null])) as PersonDetails
  return {
    fields: views,
    async read(db, userIds) {
      const known = new Map(userIds.map((id) => [id, { ...defaults } as PersonDetails]))
      if (!held || userIds.length === 0) return known
      const rows = await db.select().from(held).where(inArray(held.userId, userIds))
      for (const row of rows) known.set(String(row.userId), detailsOf(row as Details))
      return known
    },
    async keep(db, userId, details) {
      if (!held || Object.keys(details).length === 0) return
      const values = { ...defaults, ...details, userId }
      await db.insert(held).values(values).onConflictDoUpdate({ target: held.userId, set: details })
    },
    accept: (given, by) => acceptDetails(fields, given as Details, by),
    ask: (given) => {
      const asked = views.filter(({ signUp }) => signUp).map(({ name }) => [name, defaults[name]])
      return acceptDetails(fields, { ...Object.fromEntries(asked), ...given }, 'owner')
    },
    async export(db, userId) {
      if (!held) return null
      const [row] = await db.select().from(held).where(eq(held.userId, userId))
      if (!row) return null
      const { userId: _, ...kept } = row
      return kept
    },
    async erase(db, userId) {
      if (held) await db.delete(held).where(eq(held.userId, userId))
    },
  }
}

// Everything that is given is refused or taken at once, each with its reason.
function acceptDetails(fields: PersonFields, given: Details, by: 'owner' | 'staff'): GivenDetails {
  const schemas: Record<string, z.ZodType> = {}
  for (const name of Object.keys(given)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (!field) throw invalidField(`details.${name}`, 'There is no such field.')
    if (by === 'owner' && field.editedBy === 'staff')
      throw new AppError('FORBIDDEN', `Only staff can change this: ${field.label}.`)
    schemas[name] = field.schema
  }
  const { data, error } = z.object({ details: z.object(schemas) }).safeParse({ details: given })
  if (error) throw invalidInput(error)
  return data.details as GivenDetails
}
