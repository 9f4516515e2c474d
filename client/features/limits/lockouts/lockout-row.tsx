import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { LockoutEntry } from '#shared/limits/lockouts.ts'
import { CopyText } from '../../../components/detail/copy-text.tsx'
import { TimeText } from '../../../components/detail/time-text.tsx'
import { StatusWord } from '../../../components/notice/status-word.tsx'
import { CardLines, type Column, NameCell } from '../../../components/table/data-table.tsx'
import { count } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import classes from '../limit-cells.module.css'

const words = text.lockouts
type OnUnlock = ((entry: LockoutEntry) => void) | null

/** Whose lock it is, as people would say it. */
export function whose({ user }: LockoutEntry): string {
  return user?.name ?? words.somebody
}

function Owner({ entry: { user, account } }: { entry: LockoutEntry }) {
  const name = user ? (
    <Link to="/admin/users/$id" params={{ id: user.id }}>
      {user.name}
    </Link>
  ) : (
    words.nobody
  )
  return <NameCell name={name} second={<CopyText value={account} max={20} />} />
}

function State({ entry: { locked, lockedUntil } }: { entry: LockoutEntry }) {
  if (!locked || !lockedUntil) return <StatusWord tone="waiting">{words.counting}</StatusWord>
  return (
    <span className={classes.state}>
      <StatusWord tone="blocked">{words.lockedFor}</StatusWord>
      <TimeText value={lockedUntil} />
    </span>
  )
}

function Unlock({ entry, onUnlock }: { entry: LockoutEntry; onUnlock: (entry: LockoutEntry) => void }) {
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      aria-label={words.unlockOf(entry.user?.name ?? entry.account)}
      onClick={() => onUnlock(entry)}
    >
      {words.unlock}
    </Button>
  )
}

/** The columns of the lockouts; the last one only for roles that may unlock. */
export function lockoutColumns(onUnlock: OnUnlock): Column<LockoutEntry>[] {
  const columns: Column<LockoutEntry>[] = [
    { id: 'who', header: words.who, cell: ({ row }) => <Owner entry={row.original} /> },
    { id: 'state', header: words.state, cell: ({ row }) => <State entry={row.original} /> },
    { id: 'failures', header: words.failures, cell: ({ row }) => count(row.original.failures, text.locale) },
    { id: 'kind', header: words.kind, cell: ({ row }) => words.kinds[row.original.kind] },
    {
      id: 'mailed',
      header: words.mailed,
      cell: ({ row: { original } }) =>
        original.mailedAt ? <TimeText value={original.mailedAt} /> : text.common.never,
    },
  ]
  if (!onUnlock) return columns
  return [
    ...columns,
    {
      id: 'actions',
      header: () => <span className="visually-hidden">{text.limits.actionsColumn}</span>,
      cell: ({ row }) => <Unlock entry={row.original} onUnlock={onUnlock} />,
    },
  ]
}

/** The same row where there is no room for columns. */
export function LockoutCard({ entry, onUnlock }: { entry: LockoutEntry; onUnlock: OnUnlock }) {
  return (
    <CardLines
      title={<Owner entry={entry} />}
      end={onUnlock ? <Unlock entry={entry} onUnlock={onUnlock} /> : null}
      lines={[
        <State key="state" entry={entry} />,
        `${words.failures}: ${count(entry.failures, text.locale)} · ${words.kinds[entry.kind]}`,
      ]}
    />
  )
}
