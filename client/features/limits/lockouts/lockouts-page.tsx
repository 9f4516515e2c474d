import { getRouteApi } from '@tanstack/react-router'
import { getQueryKey } from '@trpc/react-query'
import { useCallback, useMemo, useState } from 'react'
import type { LockoutEntry } from '#shared/limits/lockouts.ts'
import { ConfirmDialog } from '../../../components/dialog/confirm-dialog.tsx'
import { FilterBar, FilterSelect } from '../../../components/filter/filter-select.tsx'
import { SearchField } from '../../../components/filter/search-field.tsx'
import { toast } from '../../../components/notice/toast.tsx'
import { describeFilters } from '../../../components/table/no-rows.tsx'
import { PagedTable } from '../../../components/table/paged-table.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { useLiveRefresh } from '../../../lib/live/use-live-refresh.ts'
import { usePages } from '../../../lib/table/use-pages.ts'
import { useSearchChange } from '../../../lib/table/use-search-change.ts'
import { count } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import { LimitsPage } from '../limits-page.tsx'
import type { LockoutsSearch } from '../limits-search.ts'
import { useLimitsAccess } from '../use-limits-access.ts'
import { LockoutCard, lockoutColumns, whose } from './lockout-row.tsx'

const words = text.lockouts
const route = getRouteApi('/signed-in/admin/limits/lockouts')
const refreshEveryMs = 10_000
const stateOptions = (['locked', 'counting'] as const).map((value) => ({ value, label: words[value] }))

/** Accounts and browsers that wrong passwords have locked or are about to, with unlock for roles that may. */
export function LockoutsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const queries = trpc.useUtils()
  const { manages } = useLimitsAccess()
  const [chosen, setChosen] = useState<LockoutEntry | null>(null)
  const input = { search: search.search, locked: search.state && search.state === 'locked', limit: 50 }
  const lockouts = usePages({
    queryKey: getQueryKey(trpc.limits.lockouts, input, 'any'),
    load: (cursor) => queries.client.limits.lockouts.query({ ...input, cursor }),
    refetchInterval: refreshEveryMs,
  })
  useLiveRefresh('limits', lockouts.refresh)
  const { total } = lockouts
  const change = useSearchChange<LockoutsSearch>(navigate)
  const onSearch = useCallback(
    (value: string, sameStep: boolean) => change({ search: value || undefined }, sameStep),
    [change],
  )
  const columns = useMemo(() => lockoutColumns(manages ? setChosen : null), [manages])

  return (
    <LimitsPage
      tab="lockouts"
      changeable
      meta={total === undefined ? null : words.total(count(total, text.locale), total)}
    >
      <FilterBar>
        <SearchField label={words.search} value={search.search ?? ''} onChange={onSearch} />
        <FilterSelect
          label={words.state}
          any={words.anyState}
          options={stateOptions}
          value={search.state}
          onChange={(state) => change({ state })}
        />
      </FilterBar>
      <PagedTable
        list={lockouts}
        words={words}
        filters={filterWords(search)}
        onClear={() => change(noFilters)}
        loadingRows={6}
        caption={words.caption}
        columns={columns}
        minor={['mailed', 'kind']}
        rowId={(entry) => entry.id}
        renderCard={(entry) => <LockoutCard entry={entry} onUnlock={manages ? setChosen : null} />}
      />
      <UnlockDialog entry={chosen} onClose={() => setChosen(null)} />
    </LimitsPage>
  )
}

function UnlockDialog({ entry, onClose }: { entry: LockoutEntry | null; onClose: () => void }) {
  const queries = trpc.useUtils()
  const unlock = trpc.limits.unlock.useMutation()
  const device = entry?.kind === 'device'
  return (
    <ConfirmDialog
      opened={entry !== null}
      title={device ? words.unlockDeviceHeading : words.unlockHeading}
      confirm={words.unlockConfirm}
      onClose={onClose}
      onConfirm={async () => {
        if (!entry) return
        await unlock.mutateAsync({ id: entry.id })
        toast(words.unlocked)
        await queries.limits.lockouts.invalidate()
      }}
    >
      {entry ? <p>{(device ? words.unlockDeviceMeans : words.unlockMeans)(whose(entry))}</p> : null}
    </ConfirmDialog>
  )
}

const noFilters = { search: undefined, state: undefined }

function filterWords({ search, state }: LockoutsSearch): string | null {
  return describeFilters({ [text.components.search]: search, [words.state]: state && words[state] })
}
