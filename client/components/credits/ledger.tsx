import { getQueryKey } from '@trpc/react-query'
import { useMemo, useState } from 'react'
import type { CreditEntryView } from '#shared/credits/credits.ts'
import { trpc } from '../../lib/api/trpc.ts'
import { type LedgerSearch, noLedgerFilters, toEntryFilter } from '../../lib/navigation/ledger-search.ts'
import { part } from '../../lib/part/part.ts'
import { usePages } from '../../lib/table/use-pages.ts'
import { text as words } from '../../lib/text/credits-text.ts'
import { lazyDialog } from '../part/lazy-dialog.tsx'
import { PagedTable } from '../table/paged-table.tsx'
import classes from './credits.module.css'
import { ExportLedger } from './export-ledger.tsx'
import { LedgerFilters, ledgerFilterWords } from './ledger-filters.tsx'
import { LedgerCard, ledgerColumns } from './ledger-row.tsx'

const EntryDialog = lazyDialog(
  part(() => import('./entry-dialog.tsx')),
  'EntryDialog',
)

interface Props {
  /** Whose ledger; without one it is the reader's own. */
  userId?: string
  search: LedgerSearch
  onChange: (part: LedgerSearch) => void
}

/** Everything that moved somebody's credits, narrowed by the address of the page. */
export function Ledger({ userId, search, onChange }: Props) {
  const entries = useEntries(userId, search)
  const [opened, setOpened] = useState<CreditEntryView | null>(null)
  const columns = useMemo(() => ledgerColumns(setOpened, userId !== undefined), [userId])
  const filters = ledgerFilterWords(search)
  return (
    <section className={classes.ledger} aria-labelledby="ledger">
      <header>
        <h2 id="ledger" className={classes.ledgerTitle}>
          {words.ledgerTitle}
        </h2>
        <p className={classes.muted}>{words.ledgerLead}</p>
      </header>
      <LedgerFilters
        search={search}
        onChange={onChange}
        end={<ExportLedger userId={userId} filter={toEntryFilter(search)} />}
      />
      <PagedTable
        list={entries}
        words={words}
        filters={filters}
        onClear={() => onChange(noLedgerFilters)}
        caption={words.caption}
        columns={columns}
        rowId={({ seq }) => String(seq)}
        renderCard={(entry) => <LedgerCard entry={entry} onOpen={setOpened} />}
        onOpen={setOpened}
        loadingRows={6}
      />
      {opened ? <EntryDialog entry={opened} onClose={() => setOpened(null)} /> : null}
    </section>
  )
}

function useEntries(userId: string | undefined, search: LedgerSearch) {
  const { client } = trpc.useUtils()
  const input = { ...toEntryFilter(search), limit: 50 }
  const procedure = userId === undefined ? trpc.credits.entries : trpc.credits.list
  return usePages({
    queryKey: getQueryKey(procedure, { userId, ...input }, 'any'),
    load: (cursor) =>
      userId === undefined
        ? client.credits.entries.query({ ...input, cursor })
        : client.credits.list.query({ userId, ...input, cursor }),
  })
}
