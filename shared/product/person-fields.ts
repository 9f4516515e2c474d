import type { z } from 'zod'

/** What a field that the product adds to people can hold. */
export type DetailValue = string | number | boolean | null

/** A field that the product adds to people. */
export type PersonField<Schema extends z.ZodType<DetailValue> = z.ZodType<DetailValue>> = {
  /** What it is called on pages. */
  readonly label: string
  /** A text, a whole number, yes or no, or one of some words (`z.enum`); `nullable()` where it may be left out. */
  readonly schema: Schema
  /** What it is until somebody fills it in. One that the schema refuses makes registration demand the field. */
  readonly default: z.output<Schema>
} & (
  | {
      /** Who fills it in: the person, as well as staff. */ readonly editedBy: 'owner' /** Whether registration asks for it. */
      readonly signUp?: boolean
    }
  | { /** Who fills it in: staff alone. */ readonly editedBy: 'staff'; readonly signUp?: never }
)

export type PersonFields = Readonly<Record<string, PersonField>>

/** Fields by their name, each with the values that its schema gives. */
export type PersonFieldTable<Schemas extends Readonly<Record<string, z.ZodType<DetailValue>>>> = {
  readonly [Name in keyof Schemas]: PersonField<Schemas[Name]>
}

/** What fields hold of one person, by name. */
export type DetailsOf<Fields> = {
  [Name in keyof Fields]: Fields[Name] extends { schema: infer Schema extends z.ZodType }
    ? z.output<Schema>
    : never
}
