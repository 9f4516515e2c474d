import type { ProcedureAccess } from '#server/trpc/declared-access.ts'

/** Who may call each procedure of the product, said a second time: tests try all of them as everybody there is. */
export const access: ProcedureAccess = {}
