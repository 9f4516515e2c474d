import type { DeclaredCall, DeclaredCalls } from '../limits/explain/declared-call.ts'
import { appRouter } from '../trpc/app-router.ts'
import { limitOf, type ProcedureMeta } from '../trpc/procedures.ts'
import { authEndpointName, authEndpoints } from './auth/auth-endpoints.ts'

/** Everything that can be called, with what it asks of its callers, read from where that is declared. */
export function createDeclaredCalls(): DeclaredCalls {
  const calls = new Map([...procedureCalls(), ...endpointCalls()].map((call) => [call.path, call]))
  return { find: (path) => calls.get(path) ?? null, list: () => [...calls.values()] }
}

function procedureCalls(): DeclaredCall[] {
  // The router's type nests its procedures; at run time they stand here by their whole path.
  const procedures = appRouter._def.procedures as unknown as Record<
    string,
    { _def: { type: string; meta?: ProcedureMeta } }
  >
  return Object.entries(procedures).map(([path, { _def }]) => {
    const { type, meta = {} } = _def
    return {
      path,
      signedIn: meta.access !== 'everybody',
      whilePending: meta.whilePending ?? false,
      permission: meta.permission ?? null,
      policies: [limitOf(meta, type)],
      cost: meta.cost ?? 1,
      testsPassword: meta.testsPassword ?? false,
    }
  })
}

function endpointCalls(): DeclaredCall[] {
  return authEndpoints.map((endpoint) => ({
    path: authEndpointName(endpoint),
    signedIn: endpoint.signedIn ?? false,
    whilePending: false,
    permission: null,
    policies: ['auth', ...(endpoint.policies ?? [])],
    cost: 1,
    testsPassword: endpoint.testsPassword ?? false,
  }))
}
