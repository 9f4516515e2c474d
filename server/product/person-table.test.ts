import { boolean, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { user } from '#drizzle/schema/index.ts'
import { defineShared } from '#shared/product/define-shared.ts'
import type { DetailsOf } from '#shared/product/person-fields.ts'
import { wholeNumber } from '#shared/text/number.ts'
import { line } from '#shared/text/text.ts'
import type { PeoplePart, PersonTable } from './person-table.ts'

const { people } = defineShared({
  acts: {},
  settings: {},
  people: {
    company: { label: 'Company', schema: line({ max: 80 }), default: '', editedBy: 'owner', signUp: true },
    seats: {
      label: 'Seats',
      schema: wholeNumber({ min: 1, max: 9 }).nullable(),
      default: null,
      editedBy: 'staff',
    },
    plan: { label: 'Plan', schema: z.enum(['free', 'paid']), default: 'free', editedBy: 'staff' },
  },
})
type Details = DetailsOf<typeof people>

const userId = text('user_id')
  .primaryKey()
  .references(() => user.id, { onDelete: 'cascade' })
const company = text('company').notNull().default('')
const seats = integer('seats')
const plan = text('plan', { enum: ['free', 'paid'] }).notNull()
const createdAt = timestamp('created_at').notNull().defaultNow()

const server = <Table extends PersonTable = never>(part: PeoplePart<Table, Details>) => part.people

test('a table with a column for each field holds them', () => {
  const whole = pgTable('member', { userId, company, seats, plan, createdAt })
  const details: Details = { company: 'Difference Engines', seats: null, plan: 'free' }
  expect(server({ people: whole })).toBe(whole)
  expect(Object.keys(people)).toEqual(Object.keys(details))
  const none: PeoplePart<never, Record<never, never>> = {}
  expect(none.people).toBeUndefined()
})

const emptyCompany = pgTable('member', { userId, plan, seats, company: text('company') })
const numberedCompany = pgTable('member', { userId, plan, seats, company: integer('company').notNull() })
const allSeats = pgTable('member', { userId, company, plan, seats: integer('seats').notNull() })
const unsaid = pgTable('member', { userId, company, seats, plan, old: boolean('old').notNull() })
const manyRows = pgTable('member', { userId: text('user_id').notNull(), company, seats, plan })

test('a table that does not fit the fields is an error of its type', () => {
  const wrong = [
    // @ts-expect-error There are fields, so there is a table.
    () => server({}),
    // @ts-expect-error No column is the plan.
    () => server({ people: pgTable('member', { userId, company, seats }) }),
    // @ts-expect-error The number of seats may be left out.
    () => server({ people: allSeats }),
    // @ts-expect-error A company is always a text.
    () => server({ people: emptyCompany }),
    // @ts-expect-error A company is no number.
    () => server({ people: numberedCompany }),
    // @ts-expect-error Nobody says whether somebody is old.
    () => server({ people: unsaid }),
    // @ts-expect-error A user has one row.
    () => server({ people: manyRows }),
    // @ts-expect-error A row is a user's.
    () => server({ people: pgTable('member', { id: userId, company, seats, plan }) }),
  ]
  expect(wrong).toHaveLength(8)
})

test('a field that says too little or what does not fit is an error of its type', () => {
  const text = line({ max: 80 })
  const parts = { acts: {}, settings: {} }
  const wrong = [
    // @ts-expect-error A field has a default.
    () => defineShared({ ...parts, people: { a: { label: 'A', schema: text, editedBy: 'owner' } } }),
    () =>
      defineShared({
        ...parts, // @ts-expect-error The default is one of its values.
        people: { a: { label: 'A', schema: text, default: 1, editedBy: 'owner' } },
      }),
    // @ts-expect-error It is said who fills it in.
    () => defineShared({ ...parts, people: { a: { label: 'A', schema: text, default: '' } } }),
    () =>
      defineShared({
        ...parts,
        // @ts-expect-error Who registers cannot fill in what is for staff.
        people: { a: { label: 'A', schema: text, default: '', editedBy: 'staff', signUp: true } },
      }),
    () =>
      defineShared({
        ...parts,
        // @ts-expect-error A field is no list.
        people: { a: { label: 'A', schema: z.array(text), default: [], editedBy: 'owner' } },
      }),
  ]
  expect(wrong).toHaveLength(5)
})
