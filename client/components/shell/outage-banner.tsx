import { type Query, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useSyncExternalStore } from 'react'
import { isOutage, toFailure } from '../../lib/api/failure.ts'
import { OutageNotice } from '../notice/outage-notice.tsx'

const retryEveryMs = 10_000

// Only what a page waits for; a query that nobody looks at any more says nothing.
function isAway(query: Query): boolean {
  const error = query.state.fetchFailureReason ?? query.state.error
  return query.getObserversCount() > 0 && error !== null && isOutage(toFailure(error))
}

/** Says that the service is away, tries again by itself, and leaves the page and the session as they are. */
export function OutageBanner() {
  const queryClient = useQueryClient()
  const cache = queryClient.getQueryCache()
  const away = useSyncExternalStore(
    useCallback((onChange) => cache.subscribe(onChange), [cache]),
    () => cache.getAll().some(isAway),
  )
  const retry = useCallback(() => {
    queryClient.refetchQueries({ predicate: (query) => isAway(query) && query.state.fetchStatus === 'idle' })
  }, [queryClient])

  useEffect(() => {
    if (!away) return
    const timer = setInterval(retry, retryEveryMs)
    return () => clearInterval(timer)
  }, [away, retry])

  if (!away) return null
  return <OutageNotice onRetry={retry} />
}
