import { z } from 'zod'
import { shared } from '#product/shared.ts'
import type { DetailsOf, DetailValue } from './product/person-fields.ts'
import { wholeNumber } from './text/number.ts'
import { idSchema, secretText } from './text/text.ts'

/** The fields that the product adds to people. */
export const personFields = shared.people

/** What the product's fields hold of one person, by name. */
export type PersonDetails = DetailsOf<typeof personFields>

const maxFields = 100
const value = z.union([
  secretText({ max: 5000 }),
  // What a column of whole numbers takes.
  wholeNumber({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  z.boolean(),
  z.null(),
])

/** Some of them as a caller sends them: bounded here, and looked at by the fields' own schemas behind that. */
export const givenDetails = z
  .record(secretText({ min: 1, max: 100 }), value)
  .refine((given) => Object.keys(given).length <= maxFields, `At most ${maxFields} fields.`)
  .meta({ maxProperties: maxFields }) as z.ZodType<GivenDetails, GivenDetails>
export type GivenDetails = Partial<PersonDetails>

export const updateMyDetailsInput = z.object({ details: givenDetails }).strict()
export type UpdateMyDetailsInput = z.infer<typeof updateMyDetailsInput>

export const updateDetailsInput = z.object({ id: idSchema, details: givenDetails }).strict()
export type UpdateDetailsInput = z.infer<typeof updateDetailsInput>

/** A field as pages show it and ask for it. */
export interface PersonFieldView {
  name: string
  label: string
  kind: 'text' | 'number' | 'yes-no' | 'choice'
  /** What there is to choose from. */
  choices: string[]
  /** Of a number; null for none. */
  min: number | null
  /** Of a number, or of a text's length; null for none. */
  max: number | null
  /** Whether it may be left out. */
  nullable: boolean
  default: DetailValue
  editedBy: 'owner' | 'staff'
  /** Whether registration asks for it. */
  signUp: boolean
}
