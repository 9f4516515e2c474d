import { trpc } from '../../lib/api/trpc.ts'

const refreshEveryMs = 15_000

/** How the service is doing, asked again now and then. */
export function useServiceReport() {
  return trpc.health.get.useQuery(undefined, { refetchInterval: refreshEveryMs })
}
export type ReportQuery = Pick<
  ReturnType<typeof useServiceReport>,
  'data' | 'error' | 'isError' | 'isPending' | 'refetch'
>
