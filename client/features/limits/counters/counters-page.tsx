import { ActionIcon, Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { getQueryKey } from '@trpc/react-query'
import { useMemo, useState } from 'react'
import { describeFilters } from '../../../components/table/no-rows.tsx'
import { PagedTable } from '../../../components/table/paged-table.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { usePages } from '../../../lib/table/use-pages.ts'
import { useSearchChange } from '../../../lib/table/use-search-change.ts'
import { count } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import { LimitsPage } from '../limits-page.tsx'
import type { CountersSearch } from '../limits-search.ts'
import { useLimitsAccess } from '../use-limits-access.ts'
import { CounterDialogs, type LimitAct } from './counter-dialogs.tsx'
import { CounterFilters } from './counter-filters.tsx'
import { CounterCard, counterColumns } from './counter-row.tsx'

const words = text.limits
const route = getRouteApi('/signed-in/admin/limits/counters')
const refreshEveryMs = 10_000

/** Every counter as it stands, with reset, count more and count less for roles that may change limits. */
export function CountersPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const queries = trpc.useUtils()
  const { manages } = useLimitsAccess()
  const [act, setAct] = useState<LimitAct | null>(null)
  const { state, ...filters } = search
  const input = { ...filters, blocked: state && state === 'blocked', limit: 50 }
  const counters = usePages({
    queryKey: getQueryKey(trpc.limits.list, input, 'any'),
    load: (cursor) => queries.client.limits.list.query({ ...input, cursor }),
    refetchInterval: refreshEveryMs,
  })
  const { total } = counters

  const change = useSearchChange<CountersSearch>(navigate)
  const columns = useMemo(() => counterColumns(manages ? setAct : null), [manages])

  return (
    <LimitsPage
      tab="counters"
      changeable
      meta={total === undefined ? null : words.total(count(total, text.locale), total)}
      actions={
        <CounterActions
          onRefresh={counters.refresh}
          onResetAll={manages ? () => setAct({ kind: 'resetAll' }) : null}
        />
      }
    >
      <CounterFilters search={search} onChange={change} />
      <PagedTable
        list={counters}
        words={words}
        filters={filterWords(search)}
        onClear={() => change(noFilters)}
        loadingRows={12}
        caption={words.tabs.counters}
        columns={columns}
        minor={['remaining', 'window', 'lastCall']}
        rowId={(counter) => counter.id}
        renderCard={(counter) => <CounterCard counter={counter} onAct={manages ? setAct : null} />}
      />
      <CounterDialogs act={act} onClose={() => setAct(null)} />
    </LimitsPage>
  )
}

function CounterActions(props: { onRefresh: () => unknown; onResetAll: (() => void) | null }) {
  return (
    <>
      <ActionIcon size={36} variant="default" aria-label={words.refresh} onClick={() => props.onRefresh()}>
        <IconRefresh size={16} stroke={1.75} aria-hidden="true" />
      </ActionIcon>
      {props.onResetAll ? (
        <Button variant="default" color="danger" onClick={props.onResetAll}>
          {words.resetAll}
        </Button>
      ) : null}
    </>
  )
}

const noFilters = { search: undefined, policy: undefined, scope: undefined, state: undefined }

function filterWords({ search, policy, scope, state }: CountersSearch): string | null {
  return describeFilters({
    [text.components.search]: search,
    [words.policy]: policy,
    [words.scope]: scope && words.scopes[scope],
    [words.state]: state && words[state],
  })
}
