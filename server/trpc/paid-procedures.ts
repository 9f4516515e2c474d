import type { TRPCProcedureBuilder } from '@trpc/server'
import type { PaidCall } from '../credits/paid/pay-for.ts'
import type { DeclaredPrice } from '../credits/paid/price.ts'
import type { ProcedureMeta } from './declare-procedure.ts'

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

/** The builder as it is: only its type knows more, since the router puts the payment before the handler. */
export const withPaid = <Builder>(builder: Builder) => builder as unknown as PaidBuilder<Builder>
