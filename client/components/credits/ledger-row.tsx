import type { CreditEntryView } from '#shared/credits/credits.ts'
import { text as words } from '../../lib/text/credits-text.ts'
import { TimeText } from '../detail/time-text.tsx'
import { CardLines, type Column, NameCell } from '../table/data-table.tsx'
import { change, purpose, shown } from './credit-words.ts'
import classes from './credits.module.css'

interface Props {
  entry: CreditEntryView
  onOpen: (entry: CreditEntryView) => void
}

function What({ entry, onOpen }: Props) {
  const kind = words.kinds[entry.kind]
  return (
    <NameCell
      name={
        <button
          type="button"
          className={classes.entry}
          aria-label={words.openEntry(kind, shown(entry.seq))}
          onClick={() => onOpen(entry)}
        >
          {kind}
        </button>
      }
      second={purpose(entry)}
    />
  )
}

/** The columns of a ledger; who did it only where the reader may see that. */
export function ledgerColumns(
  onOpen: (entry: CreditEntryView) => void,
  withActor: boolean,
): Column<CreditEntryView>[] {
  const by: Column<CreditEntryView> = {
    id: 'by',
    header: words.by,
    cell: ({ row }) => row.original.actor?.name ?? '–',
  }
  return [
    { id: 'what', header: words.what, cell: ({ row }) => <What entry={row.original} onOpen={onOpen} /> },
    { id: 'amount', header: words.amount, cell: ({ row }) => change(row.original) },
    { id: 'balance', header: words.balance, cell: ({ row }) => shown(row.original.balanceAfter) },
    ...(withActor ? [by] : []),
    { id: 'when', header: words.when, cell: ({ row }) => <TimeText value={row.original.createdAt} /> },
  ]
}

/** The same row where there is no room for columns. */
export function LedgerCard({ entry, onOpen }: Props) {
  return (
    <CardLines
      title={<What {...{ entry, onOpen }} />}
      end={<span className={classes.amount}>{change(entry)}</span>}
      lines={[
        <span key="rest" className={classes.line}>
          <span>
            {words.balance} {shown(entry.balanceAfter)}
          </span>
          <TimeText value={entry.createdAt} />
          {entry.actor ? <span>{entry.actor.name}</span> : null}
        </span>,
      ]}
    />
  )
}
