import type { AnyRouter } from '@trpc/server'
import { procedureAccess } from './access-table-fixture.ts'
import { appRouter } from './app-router.ts'
import type { ProcedureMeta } from './declare-procedure.ts'
import type { Declared } from './declared-access.ts'

export type ProcedureType = 'query' | 'mutation' | 'subscription'

export interface RegisteredProcedure {
  path: string
  type: ProcedureType
  meta: ProcedureMeta
}

/** Every procedure of a router, with what it declares on itself. */
export const proceduresOf = (router: AnyRouter): RegisteredProcedure[] =>
  Object.entries(
    // The router's type nests its procedures; at run time they stand here by their whole path.
    router._def.procedures as unknown as Record<
      string,
      { _def: { type: ProcedureType; meta?: ProcedureMeta } }
    >,
  ).map(([path, { _def }]) => ({ path, type: _def.type, meta: _def.meta ?? {} }))

export const registeredProcedures = proceduresOf(appRouter)

/** Who may call it, as the table has it. */
export const declaredFor = (path: string): Declared => procedureAccess[path] ?? (['everybody'] as const)
