import { Menu } from '@mantine/core'
import { IconPencil, IconTrash } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { LimitOverride, OverrideTarget } from '#shared/limits/limit-rules.ts'
import type { OverrideEffect } from '#shared/limits/limits.ts'
import { CopyText } from '../../../components/detail/copy-text.tsx'
import { TimeText } from '../../../components/detail/time-text.tsx'
import type { Tone } from '../../../components/notice/notice.tsx'
import { StatusWord } from '../../../components/notice/status-word.tsx'
import { CardLines, type Column, NameCell } from '../../../components/table/data-table.tsx'
import { RowMenu } from '../../../components/table/row-menu.tsx'
import { count } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import classes from '../limit-rules.module.css'
import { namesPolicy } from './override-values.ts'

const words = text.overrides
const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const
const tones: Record<OverrideEffect, Tone> = { limit: 'waiting', exempt: 'good', blocked: 'blocked' }

/** What an admin is about to do to an override. */
export type OverrideAct =
  | { kind: 'add'; target: OverrideTarget; value: string }
  | { kind: 'edit' | 'remove'; override: LimitOverride }
type OnAct = ((act: OverrideAct) => void) | null

/** Whom an override is for, as people would call them. */
export function overrideName({ value, user }: LimitOverride): string {
  return user?.name ?? value
}

function OverrideName({ override }: { override: LimitOverride }) {
  const { target, value, policy, user } = override
  const policies = namesPolicy(target) ? policy : (policy ?? words.everyPolicy)
  const second = [words.targets[target], policies].filter(Boolean).join(' · ')
  if (target !== 'user') return <NameCell name={<CopyText value={value} max={34} />} second={second} />
  const link = (
    <Link to="/admin/users/$id" params={{ id: value }}>
      {user?.name ?? words.gone}
    </Link>
  )
  return <NameCell name={link} second={second} />
}

function Effect({ override: { effect, limit, active } }: { override: LimitOverride }) {
  const word = limit === null ? words.effects[effect] : words.limitOf(count(limit, text.locale))
  return <StatusWord tone={active ? tones[effect] : 'plain'}>{word}</StatusWord>
}

function Until({ override: { expiresAt, active } }: { override: LimitOverride }) {
  if (!expiresAt) return <span className={classes.muted}>{words.noEnd}</span>
  return (
    <span className={active ? undefined : classes.muted}>
      {active ? null : `${words.expired} `}
      <TimeText value={expiresAt} />
    </span>
  )
}

function Actions({ override, onAct }: { override: LimitOverride; onAct: (act: OverrideAct) => void }) {
  return (
    <RowMenu label={text.limits.actions(overrideName(override))}>
      <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => onAct({ kind: 'edit', override })}>
        {words.edit}
      </Menu.Item>
      <Menu.Item
        data-danger
        leftSection={<IconTrash {...icon} />}
        onClick={() => onAct({ kind: 'remove', override })}
      >
        {words.remove}
      </Menu.Item>
    </RowMenu>
  )
}

/** The columns of the overrides; the menu only for roles that may change them. */
export function overrideColumns(onAct: OnAct): Column<LimitOverride>[] {
  const columns: Column<LimitOverride>[] = [
    { id: 'target', header: words.target, cell: ({ row }) => <OverrideName override={row.original} /> },
    { id: 'effect', header: words.effect, cell: ({ row }) => <Effect override={row.original} /> },
    {
      id: 'reason',
      header: words.reason,
      cell: ({ row: { original } }) => (
        <span className={classes.said} title={original.reason}>
          {original.reason}
        </span>
      ),
    },
    { id: 'until', header: words.until, cell: ({ row }) => <Until override={row.original} /> },
    { id: 'by', header: words.by, cell: ({ row }) => row.original.author?.name ?? words.gone },
  ]
  if (!onAct) return columns
  return [
    ...columns,
    {
      id: 'actions',
      header: () => <span className="visually-hidden">{text.limits.actionsColumn}</span>,
      cell: ({ row }) => <Actions override={row.original} onAct={onAct} />,
    },
  ]
}

/** The same row where there is no room for columns. */
export function OverrideCard({ override, onAct }: { override: LimitOverride; onAct: OnAct }) {
  return (
    <CardLines
      title={<OverrideName override={override} />}
      end={onAct ? <Actions override={override} onAct={onAct} /> : null}
      lines={[
        <span key="effect" className={classes.cardFacts}>
          <Effect override={override} /> <Until override={override} />
        </span>,
        override.reason,
      ]}
    />
  )
}
