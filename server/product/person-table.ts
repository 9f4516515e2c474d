import type { InferInsertModel, InferSelectModel } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'

/** A table with a row for each user whose fields were filled in. */
export type PersonTable = PgTable & { userId: PgColumn }

type Insert<Table extends PgTable, Name> = Exclude<
  InferInsertModel<Table>[Name & keyof InferInsertModel<Table>],
  undefined
>
type Select<Table extends PgTable, Name> = InferSelectModel<Table>[Name & keyof InferSelectModel<Table>]

// What is wrong with the column of a field; never when it fits.
type ColumnFault<
  Table extends PgTable,
  Name extends string,
  Value,
> = Name extends keyof InferSelectModel<Table>
  ? [Value] extends [Insert<Table, Name>]
    ? null extends Select<Table, Name>
      ? null extends Value
        ? never
        : `The column ${Name} may be empty, and the field may not.`
      : never
    : `The column ${Name} does not take every value of the field.`
  : `The table has no column ${Name}.`

type Fault<Table extends PgTable, Details> =
  | { [Name in keyof Details]: ColumnFault<Table, Name & string, Details[Name]> }[keyof Details]
  | (Table extends { userId: { _: { isPrimaryKey: true } } } ? never : 'Its primary key is userId.')
  | ({ userId: string } & Details extends InferInsertModel<Table>
      ? never
      : 'A column that is no field has a default.')

/** The table that holds the product's fields of people: a must as soon as there is a field, and each has its column. */
export type PeoplePart<Table extends PersonTable, Details> = [keyof Details] extends [never]
  ? { people?: null }
  : { people: Table & ([Fault<Table, Details>] extends [never] ? unknown : Fault<Table, Details>) }
