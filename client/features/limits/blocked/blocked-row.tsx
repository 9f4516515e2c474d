import { Menu } from '@mantine/core'
import { IconAdjustments, IconGauge, IconZoomQuestion } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { BlockedCalls } from '#shared/limits/limit-events.ts'
import { CopyText } from '../../../components/detail/copy-text.tsx'
import { TimeText } from '../../../components/detail/time-text.tsx'
import { CardLines, type Column, NameCell } from '../../../components/table/data-table.tsx'
import { RowMenu } from '../../../components/table/row-menu.tsx'
import { count } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import classes from '../limit-cells.module.css'

const words = text.limits
const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const

function CounterName({ calls: { policy, scope, value } }: { calls: BlockedCalls }) {
  const second = (
    <span className={classes.key}>
      {words.scopes[scope]} <CopyText value={value} max={28} />
    </span>
  )
  return <NameCell name={policy} second={second} />
}

const times = ({ count: amount }: BlockedCalls) => words.timesInMinute(count(amount, text.locale))

function Actions({ calls: { id, lastProcedure }, manages }: { calls: BlockedCalls; manages: boolean }) {
  const question = { id, procedure: lastProcedure }
  return (
    <RowMenu label={words.actions(id)}>
      <Menu.Item
        leftSection={<IconZoomQuestion {...icon} />}
        renderRoot={(props) => <Link {...props} to="/admin/limits/explain" search={question} />}
      >
        {words.explainCall}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconGauge {...icon} />}
        renderRoot={(props) => <Link {...props} to="/admin/limits/counters" search={{ search: id }} />}
      >
        {words.showCounter}
      </Menu.Item>
      {manages ? (
        <Menu.Item
          leftSection={<IconAdjustments {...icon} />}
          renderRoot={(props) => (
            <Link {...props} to="/admin/limits/overrides" search={{ add: 'key', value: id }} />
          )}
        >
          {words.addOverride}
        </Menu.Item>
      ) : null}
    </RowMenu>
  )
}

/** The columns of the blocked calls: which counter, what was called, how often, when. */
export function blockedColumns(manages: boolean): Column<BlockedCalls>[] {
  return [
    { id: 'counter', header: words.counter, cell: ({ row }) => <CounterName calls={row.original} /> },
    { id: 'procedure', header: words.procedure, cell: ({ row }) => row.original.lastProcedure },
    { id: 'times', header: words.times, cell: ({ row }) => times(row.original) },
    { id: 'last', header: words.lastBlocked, cell: ({ row }) => <TimeText value={row.original.lastAt} /> },
    {
      id: 'request',
      header: words.request,
      cell: ({ row }) => <CopyText value={row.original.lastRequestId} max={13} />,
    },
    {
      id: 'actions',
      header: () => <span className="visually-hidden">{words.actionsColumn}</span>,
      cell: ({ row }) => <Actions calls={row.original} manages={manages} />,
    },
  ]
}

/** The same row where there is no room for columns. */
export function BlockedCard({ calls, manages }: { calls: BlockedCalls; manages: boolean }) {
  return (
    <CardLines
      title={<CounterName calls={calls} />}
      end={<Actions calls={calls} manages={manages} />}
      lines={[
        calls.lastProcedure,
        <span key="when" className={classes.state}>
          <span>{times(calls)}</span>
          <TimeText value={calls.lastAt} />
          <CopyText value={calls.lastRequestId} max={13} />
        </span>,
      ]}
    />
  )
}
