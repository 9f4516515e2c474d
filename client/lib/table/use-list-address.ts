import { useCallback } from 'react'
import { type OpenedList, useOpenedPages } from './use-opened-pages.ts'

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
  /** `sameStep`: it goes on with the change before, so that Back takes both back at once. */
  const change = useCallback(
    (part: Partial<Search>, sameStep = false) =>
      navigate({ search: (before) => ({ ...before, page: undefined, ...part }), replace: sameStep }),
    [navigate],
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
