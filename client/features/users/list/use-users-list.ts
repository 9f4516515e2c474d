import { useQueryClient } from '@tanstack/react-query'
import { getQueryKey } from '@trpc/react-query'
import { useCallback, useMemo, useState } from 'react'
import { trpc } from '../../../lib/api/trpc.ts'
import { pagesQuery, usePages } from '../../../lib/table/use-pages.ts'
import { useSelection } from '../../../lib/table/use-selection.ts'
import type { UsersSearch } from '../users-search.ts'
import { toUsersInput } from './users-query.ts'

type UsersInput = ReturnType<typeof toUsersInput>

// More than that is asked for in parts: each row must be loaded before it can be chosen.
const choosable = 5000

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
  const selection = useSelection(useMemo(() => rows.map(({ id }) => id), [rows]))
  const [choosingAll, setChoosingAll] = useState(false)
  const chooseAll = async () => {
    setChoosingAll(true)
    const all = await users.loadAll()
    selection.choose(all.map(({ id }) => id))
    setChoosingAll(false)
  }
  const more = users.hasMore && !totalCapped && total <= choosable
  return {
    input,
    users,
    askAhead,
    selection,
    all: more || choosingAll ? { total, chooseAll, choosingAll } : null,
  }
}
export type UsersList = ReturnType<typeof useUsersList>
