import { Button } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { getQueryKey } from '@trpc/react-query'
import { type PointerEvent, useMemo, useState } from 'react'
import { StatusWord } from '../../../components/notice/status-word.tsx'
import { describeFilters } from '../../../components/table/no-rows.tsx'
import { PagedTable } from '../../../components/table/paged-table.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { useIntervalWithoutNews, useLiveRefresh, useLiveState } from '../../../lib/live/use-live-refresh.ts'
import { usePages } from '../../../lib/table/use-pages.ts'
import { useSearchChange } from '../../../lib/table/use-search-change.ts'
import { count } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import { LimitsPage } from '../limits-page.tsx'
import type { BlockedSearch } from '../limits-search.ts'
import { useLimitsAccess } from '../use-limits-access.ts'
import { BlockedFilters } from './blocked-filters.tsx'
import classes from './blocked-page.module.css'
import { BlockedCard, blockedColumns } from './blocked-row.tsx'

const words = text.limits
const route = getRouteApi('/signed-in/admin/limits/blocked')
const emptyWords = {
  emptyTitle: words.blockedEmptyTitle,
  empty: words.blockedEmpty,
  noMatchTitle: words.noBlockedMatchTitle,
}
const pageSize = 50
// Only while no news arrive.
const refreshEveryMs = 10_000

/** The calls that limits refused, as they come: by counter and minute, the newest first. */
export function BlockedPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const queries = trpc.useUtils()
  const { manages } = useLimitsAccess()
  const [paused, setPaused] = useState(false)
  const [pointedAt, setPointedAt] = useState(false)
  // Nothing moves away under the pointer.
  const held = paused || pointedAt
  const interval = useIntervalWithoutNews(refreshEveryMs)
  const input = { ...search, limit: pageSize }
  const blocked = usePages({
    queryKey: getQueryKey(trpc.limits.blocked, input, 'any'),
    load: (cursor) => queries.client.limits.blocked.query({ ...input, cursor }),
    refetchInterval: held ? undefined : interval,
  })
  const { rows, total } = blocked
  useLiveRefresh('limits', blocked.refresh, { held, cost: Math.ceil(rows.length / pageSize) || 1 })
  const change = useSearchChange<BlockedSearch>(navigate)
  const columns = useMemo(() => blockedColumns(manages), [manages])
  // A finger that scrolls points at nothing afterwards.
  const point = (event: PointerEvent, at: boolean) => setPointedAt(at && event.pointerType === 'mouse')

  return (
    <LimitsPage
      tab="blocked"
      meta={total === undefined ? null : words.blockedTotal(count(total, text.locale), total)}
      actions={<LiveSwitch {...{ paused, pointedAt }} onChange={setPaused} />}
    >
      <BlockedFilters search={search} onChange={change} />
      <div onPointerEnter={(event) => point(event, true)} onPointerLeave={(event) => point(event, false)}>
        <PagedTable
          list={blocked}
          words={emptyWords}
          filters={filterWords(search)}
          onClear={() => change(noFilters)}
          caption={words.tabs.blocked}
          columns={columns}
          minor={['request']}
          rowId={({ id, minute }) => `${id} ${minute}`}
          renderCard={(calls) => <BlockedCard calls={calls} manages={manages} />}
          loadingRows={12}
        />
      </div>
    </LimitsPage>
  )
}

interface SwitchProps {
  paused: boolean
  pointedAt: boolean
  onChange: (paused: boolean) => void
}

function LiveSwitch({ paused, pointedAt, onChange }: SwitchProps) {
  const Icon = paused ? IconPlayerPlay : IconPlayerPause
  const live = useLiveState()
  const away = live === 'away'
  const running = away ? words.everySeconds(refreshEveryMs / 1000) : words.live
  const state = paused ? words.paused : pointedAt ? words.held : running
  const tone = paused || pointedAt ? 'plain' : away ? 'waiting' : 'good'
  return (
    <div className={classes.live}>
      <span className={classes.state}>
        <StatusWord tone={tone}>{state}</StatusWord>
      </span>
      <Button
        variant="default"
        leftSection={<Icon size={16} stroke={1.75} aria-hidden="true" />}
        onClick={() => onChange(!paused)}
      >
        {paused ? words.resume : words.pause}
      </Button>
    </div>
  )
}

const noFilters = { search: undefined, policy: undefined, scope: undefined }

function filterWords({ search, policy, scope }: BlockedSearch): string | null {
  return describeFilters({
    [text.components.search]: search,
    [words.policy]: policy,
    [words.scope]: scope && words.scopes[scope],
  })
}
