import { useEffect } from 'react'
import { openedPages } from '../navigation/search-params.ts'
import { useStaysHere } from '../navigation/use-stays-here.ts'
import type { Pages } from './use-pages.ts'

/** What is asked of a list that can be opened further. */
export type OpenedList = Pick<Pages<unknown>, 'pages' | 'hasMore' | 'loadingMore' | 'failedMore' | 'loadMore'>

/** Keeps in the address how far the list was opened, so that it is found as far open after a reload. */
export function useOpenedPages(
  list: OpenedList,
  page: string | undefined,
  onOpened: (page: string | undefined) => void,
): void {
  const { pages, hasMore, loadingMore, failedMore, loadMore } = list
  const staysHere = useStaysHere()
  useEffect(() => {
    // Pages of the filters before say nothing about those that are on their way.
    if (pages === 0 || loadingMore) return
    if (hasMore && pages < Number(page ?? 1)) {
      if (!failedMore) loadMore()
      return
    }
    const opened = openedPages[Math.min(pages - 2, openedPages.length - 1)]
    if (opened !== page && staysHere()) onOpened(opened)
  }, [pages, hasMore, loadingMore, failedMore, loadMore, page, onOpened, staysHere])
}
