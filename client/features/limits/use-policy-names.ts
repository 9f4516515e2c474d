import { trpc } from '../../lib/api/trpc.ts'

/** The policies' names for menus; they only change with the program. */
export function usePolicyNames(): string[] {
  const policies = trpc.limits.policies.useQuery(undefined, { staleTime: 60_000 })
  return (policies.data?.items ?? []).map(({ id }) => id)
}
