import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconMinus, IconPlus, IconRotate } from '@tabler/icons-react'
import type { LimitCounter } from '#shared/limits.ts'
import { CopyText } from '../../components/copy-text.tsx'
import { CardLines, type Column, NameCell } from '../../components/data-table.tsx'
import { LimitMeter, LimitState } from '../../components/limit-summary.tsx'
import { TimeText } from '../../components/time-text.tsx'
import { count, duration } from '../../lib/format.ts'
import { text } from '../../lib/text.ts'
import type { LimitAct } from './limit-dialogs.tsx'
import classes from './limit-row.module.css'

const words = text.limits
type OnAct = (act: LimitAct) => void

function CounterName({ counter }: { counter: LimitCounter }) {
  return (
    <NameCell
      name={counter.policy}
      second={
        <span className={classes.key}>
          {words.scopes[counter.scope]} <CopyText value={counter.value} max={28} />
        </span>
      }
    />
  )
}

function Use({ counter }: { counter: LimitCounter }) {
  return (
    <div className={classes.use}>
      <span className={classes.numbers}>
        {words.usedOf(count(counter.used, text.locale), count(counter.limit, text.locale))}
      </span>
      <LimitMeter counter={counter} />
    </div>
  )
}

function Actions({ counter, onAct }: { counter: LimitCounter; onAct: OnAct }) {
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon aria-label={words.actions(counter.id)}>
          <IconDots size={18} stroke={1.75} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconRotate size={16} stroke={1.75} aria-hidden="true" />}
          onClick={() => onAct({ kind: 'reset', counter })}
        >
          {words.reset}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPlus size={16} stroke={1.75} aria-hidden="true" />}
          onClick={() => onAct({ kind: 'increment', counter })}
        >
          {words.increment}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconMinus size={16} stroke={1.75} aria-hidden="true" />}
          onClick={() => onAct({ kind: 'decrement', counter })}
        >
          {words.decrement}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** The columns of the counters; the menu only for who may change them. */
export function limitColumns(onAct: OnAct | null): Column<LimitCounter>[] {
  const columns: Column<LimitCounter>[] = [
    { id: 'counter', header: words.counter, cell: ({ row }) => <CounterName counter={row.original} /> },
    { id: 'used', header: words.used, cell: ({ row }) => <Use counter={row.original} /> },
    {
      id: 'remaining',
      header: words.remaining,
      cell: ({ row }) => count(row.original.remaining, text.locale),
    },
    { id: 'window', header: words.window, cell: ({ row }) => duration(row.original.windowMs / 1000) },
    { id: 'state', header: words.state, cell: ({ row }) => <LimitState counter={row.original} /> },
    {
      id: 'lastCall',
      header: words.lastCall,
      cell: ({ row: { original } }) =>
        original.lastRequestAt ? <TimeText value={original.lastRequestAt} /> : text.common.never,
    },
  ]
  if (onAct) {
    columns.push({
      id: 'actions',
      header: () => <span className="visually-hidden">{words.actionsColumn}</span>,
      cell: ({ row }) => <Actions counter={row.original} onAct={onAct} />,
    })
  }
  return columns
}

/** The same row where there is no room for columns. */
export function LimitCard({ counter, onAct }: { counter: LimitCounter; onAct: OnAct | null }) {
  return (
    <CardLines
      title={<CounterName counter={counter} />}
      end={onAct ? <Actions counter={counter} onAct={onAct} /> : null}
      lines={[<Use key="use" counter={counter} />, <LimitState key="state" counter={counter} />]}
    />
  )
}
