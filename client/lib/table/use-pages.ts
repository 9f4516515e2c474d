import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import type { Page } from '#shared/pagination.ts'

interface Options<Item> {
  /** The procedure's key with its input, as `getQueryKey(trpc.users.list, input, 'infinite')` makes it. */
  queryKey: readonly unknown[]
  load: (cursor: string | undefined) => Promise<Page<Item>>
  refetchInterval?: number
}

/** The same list, for asking ahead: `queryClient.prefetchInfiniteQuery(pagesQuery({ queryKey, load }))`. */
export function pagesQuery<Item>({ queryKey, load }: Options<Item>) {
  return {
    queryKey,
    queryFn: ({ pageParam }: { pageParam: string | undefined }) => load(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page<Item>) => page.nextCursor ?? undefined,
  }
}

/**
 * A list that grows page by page; what it showed stays until the next filters have answered. tRPC's own infinite
 * hook is not used: it adds a `direction` to the input, which our strict inputs refuse.
 */
export function usePages<Item>(options: Options<Item>) {
  const { refetchInterval } = options
  const query = useInfiniteQuery({
    ...pagesQuery(options),
    placeholderData: keepPreviousData,
    refetchInterval,
  })
  const { fetchNextPage } = query
  const loadMore = useCallback(() => fetchNextPage(), [fetchNextPage])
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  return {
    rows,
    /** How many pages of what was asked for are there; 0 while the rows are those of the filters before. */
    pages: query.isPlaceholderData ? 0 : (query.data?.pages.length ?? 0),
    /** Undefined until the first page is there. */
    total: query.data?.pages.at(-1)?.total,
    totalCapped: query.data?.pages.at(-1)?.totalCapped,
    /** Only when there is nothing to show; a list that is shown already keeps standing through an outage. */
    error: query.data ? null : query.error,
    hasMore: query.hasNextPage,
    loadingMore: query.isFetchingNextPage,
    failedMore: query.isFetchNextPageError,
    loadMore,
    refresh: () => query.refetch(),
  }
}
export type Pages<Item> = ReturnType<typeof usePages<Item>>
