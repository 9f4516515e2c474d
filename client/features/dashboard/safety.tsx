import { Link } from '@tanstack/react-router'
import type { SessionUser } from '#shared/users.ts'
import { Facts } from '../../components/facts.tsx'
import { Section } from '../../components/page.tsx'
import { QueryFailure } from '../../components/query-failure.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { StatusWord } from '../../components/status-word.tsx'
import { text } from '../../lib/text.ts'
import { trpc } from '../../lib/trpc.ts'
import classes from './dashboard-page.module.css'

const words = text.dashboard

/** How well my account is guarded, and where I am signed in: each leads to where it is changed. */
export function Safety({ user }: { user: SessionUser }) {
  const sessions = trpc.sessions.mine.useQuery()
  const waiting = sessions.isError ? null : <Skeleton width={80} />
  const amount = sessions.data ? text.sessions.total(sessions.data.length) : waiting
  const on = user.twoFactorEnabled
  return (
    <Section title={words.safetyTitle} lead={words.safetyLead}>
      <Facts
        items={[
          [
            text.twoFactor.title,
            <span key="two-factor" className={classes.state}>
              <StatusWord tone={on ? 'good' : 'plain'}>
                {on ? text.twoFactor.on : text.twoFactor.off}
              </StatusWord>
              <Link to="/account/security">{on ? words.toSecurity : words.turnOn}</Link>
            </span>,
          ],
          [
            text.sessions.title,
            <span key="sessions" className={classes.state}>
              {amount}
              <Link to="/account/sessions">{words.toSessions}</Link>
            </span>,
          ],
        ]}
      />
      {sessions.isError ? <QueryFailure error={sessions.error} onRetry={sessions.refetch} /> : null}
    </Section>
  )
}
