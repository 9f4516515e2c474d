import type { AnyRouter } from '@trpc/server'
import type { DeclaredCalls } from '../access/declared-call.ts'
import { appRouter } from '../trpc/app-router.ts'
import { declareProcedure, type ProcedureMeta } from '../trpc/declare-procedure.ts'
import { authEndpoints } from './auth/auth-endpoints.ts'
import { declareEndpoint } from './auth/declare-endpoint.ts'

/** Everything that can be called, with what it asks of its callers, read from where that is declared. */
export function createDeclaredCalls(router: AnyRouter = appRouter): DeclaredCalls {
  const declared = [...procedureCalls(router), ...authEndpoints.map(declareEndpoint)]
  const calls = new Map(declared.map((call) => [call.path, call]))
  return { find: (path) => calls.get(path) ?? null, list: () => [...calls.values()] }
}

function procedureCalls(router: AnyRouter) {
  // The router's type nests its procedures; at run time they stand here by their whole path.
  const procedures = router._def.procedures as unknown as Record<
    string,
    { _def: { type: string; meta?: ProcedureMeta } }
  >
  return Object.entries(procedures).map(([path, { _def }]) =>
    declareProcedure(path, _def.type, _def.meta ?? {}),
  )
}
