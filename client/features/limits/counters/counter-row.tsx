import { Menu } from '@mantine/core'
import { IconAdjustments, IconMinus, IconPlus, IconRotate, IconZoomQuestion } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { LimitCounter } from '#shared/limits/limits.ts'
import { CopyText } from '../../../components/detail/copy-text.tsx'
import { LimitMeter, LimitState } from '../../../components/detail/limit-summary.tsx'
import { TimeText } from '../../../components/detail/time-text.tsx'
import { CardLines, type Column, NameCell } from '../../../components/table/data-table.tsx'
import { RowMenu } from '../../../components/table/row-menu.tsx'
import { count, duration } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import classes from '../limit-cells.module.css'
import type { LimitAct } from './counter-dialogs.tsx'

const words = text.limits
const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const
type OnAct = ((act: LimitAct) => void) | null

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

function State({ counter }: { counter: LimitCounter }) {
  return (
    <span className={classes.state}>
      <LimitState counter={counter} />
      {counter.override ? (
        <span className={classes.override}>{text.overrides.effects[counter.override.effect]}</span>
      ) : null}
    </span>
  )
}

function Actions({ counter, onAct }: { counter: LimitCounter; onAct: OnAct }) {
  return (
    <RowMenu label={words.actions(counter.id)}>
      <Menu.Item
        leftSection={<IconZoomQuestion {...icon} />}
        renderRoot={(props) => <Link {...props} to="/admin/limits/explain" search={{ id: counter.id }} />}
      >
        {words.explainCall}
      </Menu.Item>
      {onAct ? <Changes counter={counter} onAct={onAct} /> : null}
    </RowMenu>
  )
}

function Changes({ counter, onAct }: { counter: LimitCounter; onAct: (act: LimitAct) => void }) {
  const act = (kind: 'reset' | 'increment' | 'decrement') => () => onAct({ kind, counter })
  return (
    <>
      <Menu.Item
        leftSection={<IconAdjustments {...icon} />}
        renderRoot={(props) => (
          <Link {...props} to="/admin/limits/overrides" search={{ add: 'key', value: counter.id }} />
        )}
      >
        {words.addOverride}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item leftSection={<IconRotate {...icon} />} onClick={act('reset')}>
        {words.reset}
      </Menu.Item>
      <Menu.Item leftSection={<IconPlus {...icon} />} onClick={act('increment')}>
        {words.increment}
      </Menu.Item>
      <Menu.Item leftSection={<IconMinus {...icon} />} onClick={act('decrement')}>
        {words.decrement}
      </Menu.Item>
    </>
  )
}

/** The columns of the counters; without `onAct` nothing in the menu changes one. */
export function counterColumns(onAct: OnAct): Column<LimitCounter>[] {
  return [
    { id: 'counter', header: words.counter, cell: ({ row }) => <CounterName counter={row.original} /> },
    { id: 'used', header: words.used, cell: ({ row }) => <Use counter={row.original} /> },
    {
      id: 'remaining',
      header: words.remaining,
      cell: ({ row }) => count(row.original.remaining, text.locale),
    },
    { id: 'window', header: words.window, cell: ({ row }) => duration(row.original.windowMs / 1000) },
    { id: 'state', header: words.state, cell: ({ row }) => <State counter={row.original} /> },
    {
      id: 'lastCall',
      header: words.lastCall,
      cell: ({ row: { original } }) =>
        original.lastRequestAt ? <TimeText value={original.lastRequestAt} /> : text.common.never,
    },
    {
      id: 'actions',
      header: () => <span className="visually-hidden">{words.actionsColumn}</span>,
      cell: ({ row }) => <Actions counter={row.original} onAct={onAct} />,
    },
  ]
}

/** The same row where there is no room for columns. */
export function CounterCard({ counter, onAct }: { counter: LimitCounter; onAct: OnAct }) {
  return (
    <CardLines
      title={<CounterName counter={counter} />}
      end={<Actions counter={counter} onAct={onAct} />}
      lines={[<Use key="use" counter={counter} />, <State key="state" counter={counter} />]}
    />
  )
}
