import type { RowData } from '@tanstack/react-table'
import type { Pages } from '../../lib/table/use-pages.ts'
import { QueryFailure } from '../notice/query-failure.tsx'
import { DataTable } from './data-table.tsx'
import type { DataTableProps } from './data-table-types.ts'
import { LoadMore } from './load-more.tsx'
import { NoRows } from './no-rows.tsx'

interface Props<Row extends RowData> extends Omit<DataTableProps<Row>, 'rows' | 'onNearEnd'> {
  list: Pages<Row>
  /** What to say when there is nothing yet, and when nothing matches. */
  words: { emptyTitle: string; empty: string; noMatchTitle: string }
  /** The filters that are set, as words. */
  filters: string | null
  onClear: () => void
  /** How many empty rows stand in while the first page is on its way. */
  loadingRows: number
}

/** A list that grows page by page, or in its place: why it could not be read, that there is nothing, or no match. */
export function PagedTable<Row extends RowData>(props: Props<Row>) {
  const { list, words, filters, onClear, loadingRows, ...table } = props
  const { rows, total, hasMore, loadingMore } = list
  if (list.error) return <QueryFailure error={list.error} onRetry={list.refresh} />
  if (total === 0) return <NoRows {...words} filters={filters} onClear={onClear} />
  return (
    <>
      <DataTable
        {...table}
        rows={rows}
        onNearEnd={hasMore && !loadingMore ? list.loadMore : undefined}
        loadingRows={total === undefined ? loadingRows : 0}
      />
      {total === undefined ? null : (
        <LoadMore
          shown={rows.length}
          total={total}
          totalCapped={list.totalCapped}
          hasMore={hasMore}
          pending={loadingMore}
          onMore={list.loadMore}
        />
      )}
    </>
  )
}
