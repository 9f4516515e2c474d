import { useCallback } from 'react'
import { type OpenedList, useOpenedPages } from './use-opened-pages.ts'
import { useSearchChange } from './use-search-change.ts'

interface ListSearch {
  search?: string
  page?: string
}

type Navigate<Search> = (to: {
  search: (before: Search) => Search
  replace?: boolean
  resetScroll?: boolean
}) => unknown

/** Keeps in the address what a list is asked for: how its filters are changed and its box is typed into, and how far it was opened. */
export function useListAddress<Search extends ListSearch>(
  list: OpenedList,
  { page }: Search,
  navigate: Navigate<Search>,
) {
  const changePart = useSearchChange(navigate)
  const change = useCallback(
    (part: Partial<Search>, sameStep = false) => changePart({ page: undefined, ...part }, sameStep),
    [changePart],
  )
  const find = useCallback(
    (value: string, sameStep: boolean) => change({ search: value || undefined } as Partial<Search>, sameStep),
    [change],
  )
  const open = useCallback(
    (opened: string | undefined) =>
      navigate({ search: (before) => ({ ...before, page: opened }), replace: true, resetScroll: false }),
    [navigate],
  )
  useOpenedPages(list, page, open)
  return { change, find }
}
