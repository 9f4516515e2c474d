import { Link } from '@tanstack/react-router'
import { CardLines, type Column, DataTable, NameCell } from '../../../components/table/data-table.tsx'
import { count } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import type { OverviewSearch } from '../limits-search.ts'
import { blockedShare, type PolicyTally } from './overview-data.ts'
import classes from './overview-page.module.css'

const words = text.limits

interface Props extends Pick<OverviewSearch, 'range'> {
  policies: PolicyTally[]
  /** The policy that the chart shows alone. */
  chosen: string | undefined
  loading: boolean
}

/** The sums by policy; a policy's name shows it alone in the chart. */
export function OverviewPolicies({ policies, range, chosen, loading }: Props) {
  if (!loading && policies.length === 0) return null
  return (
    <DataTable<PolicyTally>
      caption={words.byPolicy}
      columns={columnsOf(range, chosen)}
      minor={['bar']}
      rows={policies}
      rowId={({ policy }) => policy}
      renderCard={(tally) => <Card {...{ tally, range, chosen }} />}
      loadingRows={loading ? 4 : 0}
    />
  )
}

type Chosen = Pick<Props, 'range' | 'chosen'>

function columnsOf(range: Chosen['range'], chosen: Chosen['chosen']): Column<PolicyTally>[] {
  return [
    {
      id: 'policy',
      header: words.policy,
      cell: ({ row }) => <PolicyName policy={row.original.policy} {...{ range, chosen }} />,
    },
    { id: 'passed', header: words.passedCalls, cell: ({ row }) => count(row.original.passed, text.locale) },
    {
      id: 'blocked',
      header: words.blockedCalls,
      cell: ({ row }) => count(row.original.blocked, text.locale),
    },
    {
      id: 'share',
      header: words.blockedShare,
      cell: ({ row }) => blockedShare(row.original, text.locale),
    },
    {
      id: 'bar',
      header: () => <span className="visually-hidden">{words.blockedShare}</span>,
      cell: ({ row }) => <Bar tally={row.original} />,
    },
  ]
}

function PolicyName({ policy, range, chosen }: { policy: string } & Chosen) {
  const alone = policy === chosen
  const name = (
    <Link
      to="/admin/limits"
      search={{ range, policy: alone ? undefined : policy }}
      replace
      resetScroll={false}
      aria-current={alone ? 'true' : undefined}
    >
      {policy}
    </Link>
  )
  return <NameCell name={name} second={text.policies.about[policy] ?? ''} />
}

// Says nothing that the numbers beside it do not; of no blocked calls a bar of one colour would not even say that.
function Bar({ tally: { passed, blocked } }: { tally: PolicyTally }) {
  if (blocked === 0) return <span className={classes.muted}>{words.noneBlocked}</span>
  const share = (blocked / Math.max(1, passed + blocked)) * 100
  return (
    <div className={classes.bar} aria-hidden="true">
      <div className={classes.barBlocked} style={{ width: `${share}%` }} />
    </div>
  )
}

function Card({ tally, range, chosen }: { tally: PolicyTally } & Chosen) {
  const { policy, passed, blocked } = tally
  return (
    <CardLines
      title={<PolicyName {...{ policy, range, chosen }} />}
      lines={[
        `${words.passedCalls} ${count(passed, text.locale)} · ${words.blockedCalls} ${count(blocked, text.locale)} (${blockedShare(tally, text.locale)})`,
      ]}
    />
  )
}
