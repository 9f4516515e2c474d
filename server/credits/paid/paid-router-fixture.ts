import { z } from 'zod'
import { withOwnRouters } from '#server/trpc/app-router.ts'
import type { ProcedureAccess } from '#server/trpc/declared-access.ts'
import { protectedProcedure, router } from '#server/trpc/procedures.ts'
import type { PaidCall } from './pay-for.ts'

const workInput = z
  .object({
    idempotencyKey: z.string().optional(),
    units: z.number().optional(),
    name: z.string().optional(),
  })
  .strict()
export type WorkInput = z.infer<typeof workInput>

/** What a paid procedure does. */
export type Work = (call: { input: WorkInput; paid: PaidCall }) => unknown

/** Procedures that cost credits, each in its own way, beside all of ours. They answer what the work does. */
export function withPaidProcedures(work: Work) {
  const run = async ({ ctx, input }: { ctx: { paid: PaidCall }; input: WorkInput }) => ({
    result: (await work({ input, paid: ctx.paid })) ?? null,
  })
  const paid = router({
    fixed: protectedProcedure
      .meta({ credits: 5, rest: 'POST /api/paid/fixed' })
      .input(workInput)
      .mutation(run),
    look: protectedProcedure.meta({ credits: 5 }).input(workInput).query(run),
    byInput: protectedProcedure
      .meta({ credits: { hold: ({ units = 1 }: WorkInput) => units * 2, holdMs: 60_000 } })
      .input(workInput)
      .mutation(run),
    support: protectedProcedure.meta({ credits: 5, whileImpersonating: true }).input(workInput).mutation(run),
    promised: protectedProcedure
      .meta({ credits: 5 })
      .input(workInput)
      .output(z.object({ result: z.null() }))
      .mutation(run as (call: Parameters<typeof run>[0]) => Promise<{ result: null }>),
    flagged: protectedProcedure
      // Gatehouse itself has no key that is a yes or no.
      .meta({ credits: 5, entitlement: 'test.flag' as never, rest: 'POST /api/paid/flagged' })
      .input(workInput)
      .mutation(run),
  })
  return withOwnRouters({ paid })
}

/** Who may call them, as a product says it of its own. */
export const paidAccess: ProcedureAccess = {
  'paid.fixed': ['signed-in', 'paid'],
  'paid.look': ['signed-in', 'paid'],
  'paid.byInput': ['signed-in', 'paid'],
  'paid.support': ['signed-in', 'paid', 'while-impersonating'],
  'paid.promised': ['signed-in', 'paid'],
  'paid.flagged': ['signed-in', 'paid', 'entitled'],
}
