import type { DeclaredCall, FindDeclaredCall } from '../limits/declared-call.ts'
import { appRouter } from '../trpc/app-router.ts'
import { limitOf, type ProcedureMeta } from '../trpc/procedures.ts'
import { authEndpointName, authEndpoints } from './auth-endpoints.ts'

// Those that the lockout stands in front of.
const passwordTests = new Set(['POST /api/auth/sign-in/email', 'users.deleteMe'])

/** Everything that can be called, with what it asks of its callers, read from where that is declared. */
export function createDeclaredCalls(): FindDeclaredCall {
  const calls = new Map([...procedureCalls(), ...endpointCalls()].map((call) => [call.path, call]))
  return (path) => calls.get(path) ?? null
}

function procedureCalls(): DeclaredCall[] {
  // The router's type nests its procedures; at run time they stand here by their whole path.
  const procedures = appRouter._def.procedures as unknown as Record<
    string,
    { _def: { type: string; meta?: ProcedureMeta } }
  >
  return Object.entries(procedures).map(
    ([
      path,
      {
        _def: { type, meta = {} },
      },
    ]) => ({
      path,
      signedIn: meta.access !== 'everybody',
      permission: meta.permission ?? null,
      policies: [limitOf(meta, type)],
      cost: meta.cost ?? 1,
      testsPassword: passwordTests.has(path),
    }),
  )
}

function endpointCalls(): DeclaredCall[] {
  return authEndpoints.map((endpoint) => ({
    path: authEndpointName(endpoint),
    signedIn: false,
    permission: null,
    policies: ['auth', ...(endpoint.policies ?? [])],
    cost: 1,
    testsPassword: passwordTests.has(authEndpointName(endpoint)),
  }))
}
