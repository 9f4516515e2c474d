import { Button } from '@mantine/core'
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
import type { OverridesSearch } from '../limits-search.ts'
import { useLimitsAccess } from '../use-limits-access.ts'
import { OverrideDialogs } from './override-dialogs.tsx'
import { OverrideFilters } from './override-filters.tsx'
import { type OverrideAct, OverrideCard, overrideColumns } from './override-row.tsx'

const words = text.overrides
const route = getRouteApi('/signed-in/admin/limits/overrides')

/** The rules in place of the policies' numbers: who has which, until when, by whom and why. */
export function OverridesPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const queries = trpc.useUtils()
  const { manages } = useLimitsAccess()
  const [chosen, setAct] = useState<OverrideAct | null>(null)
  const { state, add, value, ...filters } = search
  const input = { ...filters, active: state && state === 'active', limit: 50 }
  const overrides = usePages({
    queryKey: getQueryKey(trpc.limits.overrides, input, 'any'),
    load: (cursor) => queries.client.limits.overrides.query({ ...input, cursor }),
  })
  const { total } = overrides

  const change = useSearchChange<OverridesSearch>(navigate)
  const columns = useMemo(() => overrideColumns(manages ? setAct : null), [manages])
  const fromAddress: OverrideAct | null = add ? { kind: 'add', target: add, value: value ?? '' } : null
  const close = () => {
    setAct(null)
    if (add) change({ add: undefined, value: undefined }, true)
  }

  return (
    <LimitsPage
      tab="overrides"
      changeable
      meta={total === undefined ? null : words.total(count(total, text.locale), total)}
      actions={
        manages ? (
          <Button onClick={() => setAct({ kind: 'add', target: 'address', value: '' })}>{words.add}</Button>
        ) : null
      }
    >
      <OverrideFilters search={search} onChange={change} />
      <PagedTable
        list={overrides}
        words={words}
        filters={filterWords(search)}
        onClear={() => change(noFilters)}
        loadingRows={6}
        caption={words.caption}
        columns={columns}
        minor={['by', 'policy']}
        rowId={(override) => override.id}
        renderCard={(override) => <OverrideCard override={override} onAct={manages ? setAct : null} />}
      />
      {manages ? <OverrideDialogs act={chosen ?? fromAddress} onClose={close} /> : null}
    </LimitsPage>
  )
}

const noFilters = { search: undefined, target: undefined, policy: undefined, state: undefined }

function filterWords({ search, target, policy, state }: OverridesSearch): string | null {
  return describeFilters({
    [text.components.search]: search,
    [words.target]: target && words.targets[target],
    [words.policy]: policy,
    [text.limits.state]: state && words[state],
  })
}
