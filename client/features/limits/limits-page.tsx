import { ActionIcon, Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { getQueryKey } from '@trpc/react-query'
import { useCallback, useMemo, useState } from 'react'
import type { LimitCounter } from '#shared/limits.ts'
import { hasPermission } from '#shared/roles.ts'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page } from '../../components/page.tsx'
import { QueryFailure } from '../../components/query-failure.tsx'
import { count } from '../../lib/format.ts'
import { text } from '../../lib/text.ts'
import { trpc } from '../../lib/trpc.ts'
import { usePages } from '../../lib/use-pages.ts'
import { type LimitAct, LimitDialogs } from './limit-dialogs.tsx'
import { LimitFilters } from './limit-filters.tsx'
import { LimitCard, limitColumns } from './limit-row.tsx'
import type { LimitsSearch } from './limits-search.ts'

const words = text.limits
const route = getRouteApi('/signed-in/admin/limits')
const refreshEveryMs = 10_000

/** Every counter as it stands, and for who may: reset, count more, count less. */
export function LimitsPage() {
  const search = route.useSearch()
  const navigate = useNavigate()
  const queries = trpc.useUtils()
  const { data: me } = trpc.users.me.useQuery()
  const [act, setAct] = useState<LimitAct | null>(null)
  const input = {
    search: search.search,
    policy: search.policy,
    scope: search.scope,
    blocked: search.state && search.state === 'blocked',
    limit: 50,
  }
  const counters = usePages({
    queryKey: getQueryKey(trpc.limits.list, input, 'any'),
    load: (cursor) => queries.client.limits.list.query({ ...input, cursor }),
    refetchInterval: refreshEveryMs,
  })
  const { rows, total } = counters
  const manages = me !== undefined && hasPermission(me.user.role, 'limits.manage')

  const change = useCallback(
    (part: LimitsSearch) =>
      navigate({ to: '/admin/limits', search: (before) => ({ ...before, ...part }), replace: true }),
    [navigate],
  )
  const columns = useMemo(() => limitColumns(manages ? setAct : null), [manages])

  return (
    <Page
      title={words.title}
      meta={total === undefined ? null : words.total(count(total, text.locale), total)}
      actions={
        <>
          <ActionIcon
            size={36}
            variant="default"
            aria-label={words.refresh}
            onClick={() => counters.refresh()}
          >
            <IconRefresh size={16} stroke={1.75} aria-hidden="true" />
          </ActionIcon>
          {manages ? (
            <Button variant="default" color="danger" onClick={() => setAct({ kind: 'resetAll' })}>
              {words.resetAll}
            </Button>
          ) : null}
        </>
      }
    >
      {me && !manages ? <Notice tone="plain">{words.readOnly}</Notice> : null}
      <LimitFilters search={search} onChange={change} />
      {counters.error ? (
        <QueryFailure error={counters.error} onRetry={counters.refresh} />
      ) : total === 0 ? (
        <NoCounters search={search} onChange={change} />
      ) : (
        <>
          <DataTable<LimitCounter>
            caption={words.title}
            columns={columns}
            minor={['remaining', 'window', 'lastCall']}
            rows={rows}
            rowId={(counter) => counter.id}
            renderCard={(counter) => <LimitCard counter={counter} onAct={manages ? setAct : null} />}
            loadingRows={total === undefined ? 12 : 0}
          />
          {total === undefined ? null : (
            <LoadMore
              shown={rows.length}
              total={total}
              hasMore={counters.hasMore}
              pending={counters.loadingMore}
              onMore={counters.loadMore}
            />
          )}
        </>
      )}
      <LimitDialogs act={act} onClose={() => setAct(null)} />
    </Page>
  )
}

function NoCounters(props: { search: LimitsSearch; onChange: (part: LimitsSearch) => void }) {
  const { search, policy, scope, state } = props.search
  if (!search && !policy && !scope && !state) {
    return <EmptyState title={words.emptyTitle}>{words.empty}</EmptyState>
  }
  const filters = [
    search && `“${search}”`,
    policy && `${words.policy}: ${policy}`,
    scope && `${words.scope}: ${words.scopes[scope]}`,
    state && `${words.state}: ${words[state]}`,
  ]
  const clear = () =>
    props.onChange({ search: undefined, policy: undefined, scope: undefined, state: undefined })
  return (
    <EmptyState title={words.noMatchTitle} onClear={clear}>
      {filters.filter(Boolean).join(' · ')}
    </EmptyState>
  )
}
