import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { UserDetail } from '#shared/users.ts'
import { JsonView } from '../../components/json-view.tsx'
import { Page, Section } from '../../components/page.tsx'
import { QueryFailure } from '../../components/query-failure.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { text } from '../../lib/text.ts'
import { trpc } from '../../lib/trpc.ts'
import { UserActDialog } from './lazy-dialogs.tsx'
import { useMe } from './use-me.ts'
import type { ChosenAct } from './user-act-dialog.tsx'
import { UserActivity } from './user-activity.tsx'
import type { Actor } from './user-acts.ts'
import { UserBanner } from './user-banner.tsx'
import { dangerActs } from './user-danger.tsx'
import { UserLimits } from './user-limits.tsx'
import { UserPageMenu } from './user-menu.tsx'
import { UserOverview } from './user-overview.tsx'
import { UserStatusWord } from './user-row.tsx'
import { UserSecurity } from './user-security.tsx'
import { UserSessions } from './user-sessions.tsx'
import { userTabsFor } from './user-tabs.ts'
import { UsersIdentity } from './users-identity.tsx'

const words = text.user
const route = getRouteApi('/signed-in/admin/users/$id')

/** One user: who they are, how they get in, what they did, and what can be done about it. */
export function UserPage() {
  const { id } = route.useParams()
  const { me } = useMe()
  const user = trpc.users.get.useQuery({ id })
  const above = <Link to="/admin/users">{text.users.back}</Link>
  if (user.data && me) {
    return (
      <UsersIdentity>
        <Details user={user.data} actor={me} above={above} />
      </UsersIdentity>
    )
  }
  return (
    <Page title={text.users.title} above={above} narrow>
      {user.isError ? (
        <QueryFailure error={user.error} onRetry={user.refetch} />
      ) : (
        <Section title={words.identity}>
          <div aria-busy="true">
            <Skeleton width="60%" height={96} />
          </div>
        </Section>
      )}
    </Page>
  )
}

function Details({ user, actor, above }: { user: UserDetail; actor: Actor; above: React.ReactNode }) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [chosen, setChosen] = useState<ChosenAct | null>(null)
  const tabs = userTabsFor(actor.role, user.id)
  const tab = tabs.find(({ id }) => id === search.tab)?.id ?? 'overview'
  const parts = { user, actor, onAct: setChosen }
  const content = {
    overview: <UserOverview {...parts} />,
    security: <UserSecurity {...parts} />,
    sessions: <UserSessions {...parts} />,
    limits: <UserLimits user={user} />,
    activity: <UserActivity user={user} side={search.side ?? 'subject'} />,
    raw: (
      <Section title={words.rawTitle} lead={words.rawLead}>
        <JsonView value={user} />
      </Section>
    ),
  }[tab]
  return (
    <Page
      title={user.name}
      above={above}
      narrow
      meta={<UserStatusWord status={user.status} />}
      actions={<UserPageMenu {...parts} without={dangerActs} />}
    >
      <UserBanner {...parts} />
      <Tabs label={words.tabsLabel} tabs={tabs} current={tab}>
        {content}
      </Tabs>
      {chosen ? (
        <UserActDialog
          chosen={chosen}
          onClose={() => setChosen(null)}
          onPurged={() => navigate({ to: '/admin/users', replace: true })}
        />
      ) : null}
    </Page>
  )
}
