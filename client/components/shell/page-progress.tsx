import { useIsFetching } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import { text } from '../../lib/text/text.ts'
import { ProgressLine } from '../page/progress-line.tsx'

/** Says at once that the next page, or what this one asked for, is on its way; what refreshes by itself is silent. */
export function PageProgress() {
  const going = useRouterState({ select: ({ isLoading }) => isLoading })
  const asked = useIsFetching({
    predicate: (query) => query.state.data === undefined && query.getObserversCount() > 0,
  })
  return going || asked > 0 ? <ProgressLine label={text.common.loading} /> : null
}
