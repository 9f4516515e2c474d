import { useQueryClient } from '@tanstack/react-query'
import { getQueryKey } from '@trpc/react-query'
import { useCallback, useMemo, useState } from 'react'
import { trpc } from '../../../lib/api/trpc.ts'
import { pagesQuery, usePages } from '../../../lib/table/use-pages.ts'
import { type Selection, useSelection } from '../../../lib/table/use-selection.ts'
import type { UsersSearch } from '../users-search.ts'
import { toUsersInput } from './users-query.ts'

type UsersInput = ReturnType<typeof toUsersInput>

/** The users that the address asks for, page by page, and which of them are chosen. */
export function useUsersList(search: UsersSearch) {
  const { client } = trpc.useUtils()
  const queryClient = useQueryClient()
  const input = toUsersInput(search)
  const pagesOf = useCallback(
    (wanted: UsersInput) => ({
      queryKey: getQueryKey(trpc.users.list, { ...wanted, limit: 50 }, 'any'),
      load: (cursor: string | undefined) =>
        client.users.list.query({ ...wanted, limit: cursor ? 100 : 50, cursor }),
    }),
    [client],
  )
  const askAhead = useCallback(
    (next: UsersSearch) => {
      queryClient.prefetchInfiniteQuery(pagesQuery(pagesOf(toUsersInput(next))))
    },
    [queryClient, pagesOf],
  )
  const users = usePages(pagesOf(input))
  const { rows, total = 0, totalCapped } = users
  const ids = useMemo(() => rows.map(({ id }) => id), [rows])
  const { matching, chooseMatching, selection } = useMatching(input, ids)
  return {
    input,
    users,
    askAhead,
    selection,
    /** The filter, when everybody whom it finds is chosen, loaded or not. */
    matching,
    /** How many are chosen, loaded or not. */
    chosen: matching ? total : selection.ids.size,
    chooseMatching: users.hasMore && !totalCapped && !matching ? chooseMatching : null,
  }
}

// Everybody whom a filter finds is chosen by the filter itself: rows that are not loaded have no box. Another filter, and
// a row that is let go, end it.
function useMatching({ sort, direction, ...filter }: UsersInput, ids: readonly string[]) {
  const chosen = useSelection(ids)
  const asked = JSON.stringify(filter)
  const [matched, setMatched] = useState<string | null>(null)
  if (matched === null || matched !== asked) {
    return { matching: null, chooseMatching: () => setMatched(asked), selection: chosen }
  }
  const letGo = (kept: readonly string[]) => {
    setMatched(null)
    chosen.choose(kept)
  }
  const selection: Selection = {
    ...chosen,
    ids: new Set(ids),
    extent: 'all',
    toggle: (id) => letGo(ids.filter((each) => each !== id)),
    toggleAll: () => letGo([]),
    clear: () => letGo([]),
  }
  return { matching: filter, chooseMatching: () => {}, selection }
}
export type UsersList = ReturnType<typeof useUsersList>
