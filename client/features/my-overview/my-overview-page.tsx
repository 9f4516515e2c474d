import { getRouteApi, Link } from '@tanstack/react-router'
import { hasPermission } from '#shared/roles.ts'
import type { SessionUser } from '#shared/users.ts'
import { CopyText } from '../../components/detail/copy-text.tsx'
import { Facts } from '../../components/detail/facts.tsx'
import { TimeText } from '../../components/detail/time-text.tsx'
import { Notice } from '../../components/notice/notice.tsx'
import { StatusWord } from '../../components/notice/status-word.tsx'
import { Page, Section } from '../../components/page/page.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { text } from '../../lib/text/text.ts'
import { ConsoleSummary } from './console-summary.tsx'
import { MyLimits } from './my-limits.tsx'
import classes from './my-overview-page.module.css'
import { Safety } from './safety.tsx'
import { VerifyNotice } from './verify-notice.tsx'

const words = text.dashboard
const route = getRouteApi('/signed-in/dashboard')

/** The first page after sign-in: what needs doing, my limits, who I am here. */
export function MyOverviewPage() {
  const search = route.useSearch()
  const { data: me } = trpc.users.me.useQuery()
  if (!me) return null
  const { user, session } = me
  return (
    <Page title={words.title} meta={words.welcome(user.name)}>
      {user.emailVerified ? null : <VerifyNotice email={user.email} errorCode={search.error} />}
      {user.emailVerified && search.verified ? <Notice tone="good">{words.verified}</Notice> : null}
      <div className={classes.columns}>
        <div className={classes.column}>
          <MyLimits />
          <Safety user={user} />
        </div>
        <div className={classes.column}>
          <You user={user} session={session} />
          {hasPermission(user.role, 'console.open') ? <ConsoleSummary role={user.role} /> : null}
        </div>
      </div>
    </Page>
  )
}

function You({ user, session }: { user: SessionUser; session: { createdAt: string; expiresAt: string } }) {
  return (
    <Section title={words.youTitle} actions={<Link to="/account/profile">{words.editProfile}</Link>}>
      <Facts
        items={[
          [text.common.name, user.name],
          [
            text.common.email,
            <span key="email" className={classes.email}>
              {user.email}
              <StatusWord tone={user.emailVerified ? 'good' : 'waiting'}>
                {user.emailVerified ? words.verifiedEmail : words.unverifiedEmail}
              </StatusWord>
            </span>,
          ],
          [text.common.role, text.common.roles[user.role]],
          [words.memberSince, <TimeText key="since" value={user.createdAt} />],
          [
            words.session,
            <span key="session">
              <TimeText value={session.createdAt} />{' '}
              <span className={classes.ends}>
                · {words.sessionEnds} <TimeText value={session.expiresAt} />
              </span>
            </span>,
          ],
          [text.users.id, <CopyText key="id" value={user.id} max={20} />],
        ]}
      />
    </Section>
  )
}
