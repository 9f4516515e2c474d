import type { PgTable } from 'drizzle-orm/pg-core'
import type { FieldsOf } from '#shared/audit/act.ts'
import type { CreditsContext } from '../credits/credits-context.ts'
import type { ActorContext, NewUser } from '../service-context.ts'
import type { SettingsContext } from '../settings/list-settings.ts'

/** What a function of the product gets first; in calls and sweeps with where credits are decided together. */
export type ProductContext = SettingsContext & Pick<CreditsContext, 'credits'>

/** What becomes of the rows of a table that belong to a person. */
export interface PersonalTable {
  /** What the person's export holds of the table, without secrets. */
  export(ctx: ProductContext, userId: string): Promise<unknown>
  /**
   * Removes or empties the rows, in the transaction that purges the person and before their own row goes;
   * `foreign key` when the table's keys to the user do it: `onDelete` of `cascade` or `set null`.
   */
  erase: 'foreign key' | ((ctx: ProductContext, userId: string) => Promise<unknown>)
}

/** A table that seems to hold what belongs to a person, and why nothing in it does. */
export interface ImpersonalTable {
  nobodys: string
}

type TableName<Schema> = {
  [Name in keyof Schema]: Schema[Name] extends PgTable ? Name : never
}[keyof Schema]

/** What becomes of a person's data, by the names of the tables in the schema. */
export type PersonalData<Schema> = { readonly [Name in TableName<Schema>]?: PersonalTable | ImpersonalTable }

/** An act that is taken back: the row's id, what it was done to, and its fields as they were and were left. */
export interface TakenBack<A> {
  id: string
  subjectId: string
  before: FieldsOf<A, 'before'> | null
  after: FieldsOf<A, 'after'> | null
}

/** What the product does at moments of ours. */
export interface ProductParts<Schema, Acts, Undoable extends keyof Acts> {
  /** What a new user sets off, in the transaction that makes them, by sign-up, an admin, an invitation or a provider. */
  userCreated(ctx: ProductContext, user: NewUser): Promise<unknown>
  /** What a person's export holds, and what purging them erases. */
  personalData: PersonalData<Schema>
  /**
   * Takes an act back, in the transaction that records it: lock the row, `requireUnchanged`, change it, and record that as
   * any change.
   */
  undo: {
    readonly [Action in Undoable]: (
      ctx: ActorContext & ProductContext,
      act: TakenBack<Acts[Action]>,
    ) => Promise<unknown>
  }
  /** Done each minute, by what they do; replicas may do it side by side. */
  sweeps: Readonly<Record<string, (ctx: ProductContext) => Promise<unknown>>>
}
