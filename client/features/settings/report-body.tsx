import type { ReactNode } from 'react'
import type { ServiceReport } from '#shared/health.ts'
import { QueryFailure } from '../../components/notice/query-failure.tsx'
import { Skeleton } from '../../components/page/skeleton.tsx'
import type { ReportQuery } from './use-service-report.ts'

const lineHeight = 28

interface Props {
  query: ReportQuery
  /** As many as the report will have, so that nothing moves when it comes. */
  lines: number
  children: (report: ServiceReport) => ReactNode
}

/** What the report says, the room for it, or why there is none. */
export function ReportBody({ query, lines, children }: Props) {
  if (query.data) return children(query.data)
  if (query.isError) return <QueryFailure error={query.error} onRetry={query.refetch} />
  return (
    <div aria-busy="true">
      <Skeleton width="60%" height={lines * lineHeight - 8} />
    </div>
  )
}
