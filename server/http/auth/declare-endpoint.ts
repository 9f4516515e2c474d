import { type DeclaredCall, free } from '../../access/declared-call.ts'
import type { PolicyName } from '../../limits/limit-policies.ts'
import type { AuthEndpoint } from './auth-endpoint.ts'
import { authEndpointName } from './auth-endpoints.ts'

/** The limit that guards every path of `/api/auth`, those that are refused too. */
export const everyPath: readonly PolicyName[] = ['auth']

/** What an endpoint asks of its callers. */
export function declareEndpoint(endpoint: AuthEndpoint): DeclaredCall {
  const { signedIn = false, refusedWhileImpersonating = false, testsCode, testsPassword } = endpoint
  return {
    path: authEndpointName(endpoint),
    signedIn,
    whilePending: false,
    whileImpersonating: !refusedWhileImpersonating,
    keys: false,
    permission: null,
    policies: [...everyPath, ...(endpoint.policies ?? [])],
    cost: 1,
    policiesIfRefused: everyPath,
    fresh: endpoint.fresh ?? false,
    signsUp: endpoint.signsUp ?? false,
    tests: testsPassword ? 'password' : testsCode ? 'code' : null,
    ...free,
  }
}
