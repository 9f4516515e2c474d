import { Menu } from '@mantine/core'
import { IconPencil, IconRotate } from '@tabler/icons-react'
import type { LimitPolicyView } from '#shared/limits/limit-rules.ts'
import { TimeText } from '../../../components/detail/time-text.tsx'
import { StatusWord } from '../../../components/notice/status-word.tsx'
import { CardLines, type Column, NameCell } from '../../../components/table/data-table.tsx'
import { RowMenu } from '../../../components/table/row-menu.tsx'
import { count, windowText } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import classes from '../limit-rules.module.css'

const words = text.policies
const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const
type OnAct = ((act: PolicyAct) => void) | null

/** One scope of a policy: what the table has a row for. */
export type PolicyQuota = { policy: string } & Pick<LimitPolicyView, 'onStoreError'> &
  LimitPolicyView['scopes'][number]

/** What an admin is about to do to it. */
export type PolicyAct = { kind: 'edit' | 'reset'; quota: PolicyQuota }

/** Numbers as people say them: "150 per 15 s". */
export function ruleText({ limit, windowMs }: { limit: number; windowMs: number }): string {
  return words.rule(count(limit, text.locale), windowText(windowMs))
}

function PolicyName({ quota }: { quota: PolicyQuota }) {
  return <NameCell name={quota.policy} second={words.about[quota.policy] ?? ''} />
}

function Source({ quota }: { quota: PolicyQuota }) {
  const { change, file } = quota
  if (!change) return <span className={classes.muted}>{words.fromFile}</span>
  return (
    <div className={classes.source}>
      <span>
        <StatusWord tone="waiting">{words.changedBy(change.by?.name ?? text.overrides.gone)}</StatusWord>{' '}
        <TimeText value={change.at} />
      </span>
      <span className={classes.reason} title={change.reason}>
        {change.reason} · {words.fileSays(ruleText(file))}
      </span>
    </div>
  )
}

function Actions({ quota, onAct }: { quota: PolicyQuota; onAct: (act: PolicyAct) => void }) {
  return (
    <RowMenu label={text.limits.actions(`${quota.policy}/${quota.scope}`)}>
      <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => onAct({ kind: 'edit', quota })}>
        {words.edit}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconRotate {...icon} />}
        disabled={!quota.change}
        onClick={() => onAct({ kind: 'reset', quota })}
      >
        {words.reset}
      </Menu.Item>
    </RowMenu>
  )
}

/** The columns of the policies; the menu only for roles that may change them. */
export function policyColumns(onAct: OnAct): Column<PolicyQuota>[] {
  const columns: Column<PolicyQuota>[] = [
    { id: 'policy', header: text.limits.policy, cell: ({ row }) => <PolicyName quota={row.original} /> },
    { id: 'scope', header: text.limits.scope, cell: ({ row }) => text.limits.scopes[row.original.scope] },
    { id: 'rule', header: words.limit, cell: ({ row }) => ruleText(row.original) },
    { id: 'source', header: words.source, cell: ({ row }) => <Source quota={row.original} /> },
    {
      id: 'onStoreError',
      header: words.onStoreError,
      cell: ({ row }) => words.onStoreErrors[row.original.onStoreError],
    },
  ]
  if (!onAct) return columns
  return [
    ...columns,
    {
      id: 'actions',
      header: () => <span className="visually-hidden">{text.limits.actionsColumn}</span>,
      cell: ({ row }) => <Actions quota={row.original} onAct={onAct} />,
    },
  ]
}

/** The same row where there is no room for columns. */
export function PolicyCard({ quota, onAct }: { quota: PolicyQuota; onAct: OnAct }) {
  return (
    <CardLines
      title={<PolicyName quota={quota} />}
      end={onAct ? <Actions quota={quota} onAct={onAct} /> : null}
      lines={[
        `${text.limits.scopes[quota.scope]}: ${ruleText(quota)}`,
        ...(quota.change ? [<Source key="source" quota={quota} />] : []),
      ]}
    />
  )
}
