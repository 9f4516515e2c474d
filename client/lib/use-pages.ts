import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Page } from '#shared/pagination.ts'

interface Options<Item> {
  /** The procedure's key with its input, as `getQueryKey(trpc.users.list, input, 'infinite')` makes it. */
  queryKey: readonly unknown[]
  load: (cursor: string | undefined) => Promise<Page<Item>>
  refetchInterval?: number
}

/**
 * A list that grows page by page; what it showed stays until the next filters have answered. tRPC's own infinite
 * hook is not used: it adds a `direction` to the input, which our strict inputs refuse.
 */
export function usePages<Item>({ queryKey, load, refetchInterval }: Options<Item>) {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => load(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval,
  })
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  return {
    rows,
    /** Undefined until the first page is there. */
    total: query.data?.pages.at(-1)?.total,
    /** Only when there is nothing to show; a list that is shown already keeps standing through an outage. */
    error: query.data ? null : query.error,
    hasMore: query.hasNextPage,
    loadingMore: query.isFetchingNextPage,
    loadMore: () => query.fetchNextPage(),
    refresh: () => query.refetch(),
  }
}
