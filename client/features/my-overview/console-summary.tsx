import { Link } from '@tanstack/react-router'
import { hasPermission, type Role } from '#shared/roles/roles.ts'
import { Section } from '../../components/page/page.tsx'
import { Skeleton } from '../../components/page/skeleton.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { totalCount } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import classes from './my-overview-page.module.css'

const words = text.dashboard

/** Two figures of the console that lead to where they come from. */
export function ConsoleSummary({ role }: { role: Role }) {
  const seesLimits = hasPermission(role, 'limits.read')
  const users = trpc.users.list.useQuery({ limit: 1 })
  const blocked = trpc.limits.list.useQuery({ limit: 1, blocked: true }, { enabled: seesLimits })
  return (
    <Section title={words.consoleTitle}>
      <div className={classes.figures}>
        <Link to="/admin/users" className={classes.figure}>
          <Figure value={users.data?.total} capped={users.data?.totalCapped} words={words.usersTotal} />
        </Link>
        {seesLimits ? (
          <Link to="/admin/limits/counters" search={{ state: 'blocked' }} className={classes.figure}>
            <Figure value={blocked.data?.total} words={words.blockedNow} />
          </Link>
        ) : null}
      </div>
    </Section>
  )
}

interface FigureProps {
  value: number | undefined
  capped?: boolean
  words: (amount: number) => string
}

function Figure({ value, capped, words }: FigureProps) {
  return (
    <>
      <span className={classes.number}>
        {value === undefined ? <Skeleton width={40} height={16} /> : totalCount(value, capped, text.locale)}
      </span>
      {words(value ?? 0)}
    </>
  )
}
