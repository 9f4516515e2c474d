import { getRouteApi } from '@tanstack/react-router'
import { getQueryKey } from '@trpc/react-query'
import { useMemo } from 'react'
import type { Feedback } from '#shared/feedback-statuses.ts'
import { hasPermission } from '#shared/roles/roles.ts'
import { Page } from '../../components/page/page.tsx'
import { lazyDialog } from '../../components/part/lazy-dialog.tsx'
import { PagedTable } from '../../components/table/paged-table.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { useLiveRefresh } from '../../lib/live/use-live-refresh.ts'
import { part } from '../../lib/part/part.ts'
import { usePages } from '../../lib/table/use-pages.ts'
import { useSearchChange } from '../../lib/table/use-search-change.ts'
import { useSelection } from '../../lib/table/use-selection.ts'
import { text as words } from '../../lib/text/feedback-text.ts'
import { totalCount } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import classes from './feedback.module.css'
import { FeedbackBulkBar } from './feedback-bulk-bar.tsx'
import { FeedbackExport } from './feedback-export.tsx'
import { describeFeedbackFilters, FeedbackFilters, PersonChip } from './feedback-filters.tsx'
import { FeedbackCard, feedbackColumns, senderName } from './feedback-row.tsx'
import { type FeedbackSearch, noFilters, toFilter } from './feedback-search.ts'

const MessageDialog = lazyDialog(
  part(() => import('./message-dialog.tsx')),
  'MessageDialog',
)
const route = getRouteApi('/signed-in/admin/feedback')

/** What people say about the product, the newest first. */
export function FeedbackPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const queries = trpc.useUtils()
  const { data: me } = trpc.users.me.useQuery()
  const may = (permission: 'export' | 'feedback.manage') =>
    me !== undefined && hasPermission(me.user.role, permission)
  const filter = toFilter(search)
  const input = { ...filter, limit: 50 }
  const list = usePages({
    queryKey: getQueryKey(trpc.feedback.list, input, 'any'),
    load: (cursor) => queries.client.feedback.list.query({ ...input, cursor }),
  })
  const { rows, total, totalCapped } = list
  const selection = useSelection(useMemo(() => rows.map(({ id }) => id), [rows]))
  useLiveRefresh('feedback', list.refresh, { held: selection.ids.size > 0 })
  const change = useSearchChange<FeedbackSearch>(navigate)
  const filters = describeFeedbackFilters(search, rows)
  const bar = (
    <FeedbackFilters
      {...{ search, rows }}
      onChange={change}
      end={may('export') ? <FeedbackExport filter={filter} /> : null}
    />
  )
  return (
    <Page
      title={words.title}
      meta={
        <span className={classes.meta}>
          {total === undefined ? null : words.total(totalCount(total, totalCapped, text.locale), total)}
          <PersonChip {...{ search, rows }} onChange={change} />
        </span>
      }
    >
      {may('feedback.manage') ? <FeedbackBulkBar {...{ rows, selection }} filters={bar} /> : bar}
      <PagedTable<Feedback>
        list={list}
        words={words}
        filters={filters}
        onClear={() => change(noFilters)}
        caption={words.title}
        columns={feedbackColumns}
        minor={['rating']}
        rowId={({ id }) => id}
        renderCard={(item) => <FeedbackCard item={item} />}
        onOpen={({ id }) => change({ message: id })}
        loadingRows={12}
        selection={may('feedback.manage') ? selection : undefined}
        selectionName={(item) => words.messageOf(senderName(item))}
      />
      {search.message ? (
        <MessageDialog
          key={search.message}
          id={search.message}
          manages={may('feedback.manage')}
          onClose={() => change({ message: undefined })}
        />
      ) : null}
    </Page>
  )
}
