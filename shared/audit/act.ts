import { z } from 'zod'

/** What is recorded of one kind of act. */
export interface Act<SubjectType extends string = string> {
  readonly subject: SubjectType | readonly SubjectType[]
  /** The fields that its row may hold as they were; without it, the act makes something. */
  readonly before?: z.ZodObject
  /** The fields that its row may hold as they are since. */
  readonly after?: z.ZodObject
  /** The fields that tell who a user is: erasing the person takes them out of the log as well. */
  readonly personal?: readonly string[] | 'all'
}

/** The fields on one side of an act's row. A row keeps only what differs, so that none of them is a must. */
export const fields = <Shape extends z.ZodRawShape>(shape: Shape) => z.strictObject(shape).partial()

/** A date where an act is recorded, text in the log. */
export const instant = z.union([z.date(), z.iso.datetime().transform((text) => new Date(text))])

/** The fields that an act may have on one side of its row; never, when it has none. */
export type FieldsOf<A, Side extends 'before' | 'after'> = A extends {
  [Key in Side]: infer Fields extends z.ZodObject
}
  ? z.output<Fields>
  : never

type NameIn<Fields> = Fields extends unknown ? Extract<keyof Fields, string> : never

/** The name of a field that an act's row may hold, before or after. */
export type FieldOf<A> = NameIn<FieldsOf<A, 'before'> | FieldsOf<A, 'after'>>

/** Of a list that was saved as a file: what its filters were, and behind how many rows a stream that broke went on. */
export const exported = fields({ filter: z.record(z.string(), z.unknown()), resumedAfter: z.number() })
