import { Link } from '@tanstack/react-router'
import type { SessionUser } from '#shared/users.ts'
import { Facts } from '../../components/detail/facts.tsx'
import { TimeText } from '../../components/detail/time-text.tsx'
import { QueryFailure } from '../../components/notice/query-failure.tsx'
import { StatusWord } from '../../components/notice/status-word.tsx'
import { Section } from '../../components/page/page.tsx'
import { Skeleton } from '../../components/page/skeleton.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { text } from '../../lib/text/text.ts'
import classes from './my-overview-page.module.css'

const words = text.dashboard

interface Props {
  user: SessionUser
  session: { createdAt: string; expiresAt: string }
}

/** How well my account is guarded, and where I am signed in: each leads to where it is changed. */
export function Safety({ user, session }: Props) {
  const sessions = trpc.sessions.mine.useQuery()
  const waiting = sessions.isError ? null : <Skeleton width={80} />
  const amount = sessions.data ? text.sessions.total(sessions.data.length) : waiting
  const on = user.twoFactorEnabled
  return (
    <Section title={words.safetyTitle} lead={words.safetyLead}>
      <Facts
        items={[
          [
            text.common.email,
            <span key="email" className={classes.state}>
              <StatusWord tone={user.emailVerified ? 'good' : 'waiting'}>
                {user.emailVerified ? words.verifiedEmail : words.unverifiedEmail}
              </StatusWord>
              <Link to="/account/profile">{words.toSecurity}</Link>
            </span>,
          ],
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
              <Link to="/account/security" hash="sessions">
                {words.toSessions}
              </Link>
            </span>,
          ],
          [
            words.session,
            <span key="session">
              <TimeText value={session.createdAt} />{' '}
              <span className={classes.ends}>
                · {words.sessionEnds} <TimeText value={session.expiresAt} />
              </span>
            </span>,
          ],
        ]}
      />
      {sessions.isError ? <QueryFailure error={sessions.error} onRetry={sessions.refetch} /> : null}
    </Section>
  )
}
