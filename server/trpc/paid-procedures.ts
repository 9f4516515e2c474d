import type { AnyProcedure, TRPCProcedureBuilder } from '@trpc/server'
import type { PaidCall } from '../credits/paid/pay-for.ts'
import type { DeclaredPrice } from '../credits/paid/price.ts'
import { StartError } from '../errors.ts'
import { declareProcedure, type ProcedureMeta } from './declare-procedure.ts'

/** What builds procedures whose calls may cost credits: the context of those that do has `paid`. */
export type PaidBuilder<Builder> = Omit<Builder, 'meta'> & {
  meta(meta: ProcedureMeta & { credits: DeclaredPrice }): KnowsPaid<Builder>
  meta(meta: ProcedureMeta): PaidBuilder<Builder>
}

type KnowsPaid<Builder> =
  Builder extends TRPCProcedureBuilder<
    infer Context,
    infer Meta,
    infer Known,
    infer InputIn,
    infer InputOut,
    infer OutputIn,
    infer OutputOut,
    infer Caller
  >
    ? TRPCProcedureBuilder<
        Context,
        Meta,
        Known & { paid: PaidCall },
        InputIn,
        InputOut,
        OutputIn,
        OutputOut,
        Caller
      >
    : never

/** What tRPC builds procedures with: each step makes a builder that has it besides. */
interface AnyBuilder {
  meta(meta: ProcedureMeta): AnyBuilder
  input(parser: never): AnyBuilder
  output(parser: never): AnyBuilder
  use(middleware: never): AnyBuilder
  query(handler: never): AnyProcedure
  mutation(handler: never): AnyProcedure
}

type Step = (builder: AnyBuilder) => AnyBuilder

/** What is declared so far; the steps behind the last input are still to be taken. */
interface Draft {
  builder: AnyBuilder
  behindInput: readonly Step[]
  isPaid: boolean
}

/** Those with the payment in front of their handler. */
const paidProcedures = new WeakSet<AnyProcedure>()

/**
 * The builder, which puts `payment` behind the input of procedures that say what they cost, and in front of what stands
 * between that and the handler; others are as they were.
 */
export function withPaid<Builder>(builder: Builder, payment: object): PaidBuilder<Builder> {
  const draft: Draft = { builder: builder as unknown as AnyBuilder, behindInput: [], isPaid: false }
  return draw(draft, (built) => built.use(payment as never)) as unknown as PaidBuilder<Builder>
}

// All that is not said here is done to the builder with everything that was declared so far.
function draw(draft: Draft, pay: Step): AnyBuilder {
  const { builder, behindInput, isPaid } = draft
  const take = (from: AnyBuilder) => behindInput.reduce((built, step) => step(built), from)
  const later = (step: Step) => draw({ ...draft, behindInput: [...behindInput, step] }, pay)
  const built = take(isPaid ? pay(builder) : builder)
  const note = (procedure: AnyProcedure) => {
    if (isPaid) paidProcedures.add(procedure)
    return procedure
  }
  return {
    ...built,
    meta: (meta) =>
      draw({ ...draft, builder: builder.meta(meta), isPaid: isPaid || meta.credits !== undefined }, pay),
    input: (parser) => draw({ builder: take(builder).input(parser), behindInput: [], isPaid }, pay),
    output: (parser) => later((before) => before.output(parser)),
    use: (middleware) => later((before) => before.use(middleware)),
    query: (handler) => note(built.query(handler)),
    mutation: (handler) => note(built.mutation(handler)),
  }
}

/** Throws StartError for a procedure that costs credits which nobody could pay, or nobody would be charged. */
export function requirePayment(path: string, procedure: AnyProcedure): void {
  const { type, meta = {} } = procedure._def as { type: string; meta?: ProcedureMeta }
  if (meta.credits === undefined) return
  declareProcedure(path, type, meta)
  if (!paidProcedures.has(procedure))
    throw new StartError(
      `The procedure ${path} costs credits and would not be charged: build it from protectedProcedure or adminProcedure, by their meta, input, output and use.`,
    )
}
