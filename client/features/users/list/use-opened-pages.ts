import { useEffect } from 'react'
import { useStaysHere } from '../../../lib/navigation/use-stays-here.ts'
import type { Pages } from '../../../lib/table/use-pages.ts'
import { openedPages, type UsersSearch } from '../users-search.ts'

type List = Pick<Pages<unknown>, 'pages' | 'hasMore' | 'loadingMore' | 'failedMore' | 'loadMore'>

/** Keeps in the address how far the list was opened, so that it is found as far open after a reload. */
export function useOpenedPages(
  list: List,
  page: UsersSearch['page'],
  onOpened: (page: UsersSearch['page']) => void,
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
