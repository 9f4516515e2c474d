import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { UserDetail } from '#shared/users.ts'
import { JsonView } from '../../../components/detail/json-view.tsx'
import { QueryFailure } from '../../../components/notice/query-failure.tsx'
import { Page, Section } from '../../../components/page/page.tsx'
import { Skeleton } from '../../../components/page/skeleton.tsx'
import { Tabs } from '../../../components/page/tabs.tsx'
import { lazyPart } from '../../../components/part/lazy-part.tsx'
import { useProductClient } from '../../../components/shell/product-client.ts'
import { trpc } from '../../../lib/api/trpc.ts'
import { isOwnTab, type UserTab } from '../../../lib/navigation/user-tabs.ts'
import { part } from '../../../lib/part/part.ts'
import { text } from '../../../lib/text/text.ts'
import { LazyUserActDialog } from '../acts/lazy-user-act-dialog.ts'
import type { ChosenAct } from '../acts/user-act-dialog.tsx'
import type { Actor } from '../acts/user-acts.ts'
import { UserPageMenu } from '../acts/user-menu.tsx'
import { ConfirmActor } from '../confirm-actor.tsx'
import { useMe } from '../use-me.ts'
import { UserStatusWord } from '../user-name.tsx'
import { UserActivity } from './user-activity.tsx'
import { UserBanner } from './user-banner.tsx'
import { dangerActs } from './user-danger.tsx'
import { UserLimits } from './user-limits.tsx'
import { listOf, UserNeighbourLinks } from './user-neighbours.tsx'
import { UserOverview } from './user-overview.tsx'
import { UserSecurity } from './user-security.tsx'
import { UserSessions } from './user-sessions.tsx'
import { userTabsFor } from './user-tabs.ts'

const words = text.user
const route = getRouteApi('/signed-in/admin/users/$id')
const UserCredits = lazyPart(
  part(() => import('../credits/user-credits.tsx')),
  'UserCredits',
  <Skeleton width="60%" height={96} />,
)

/** One user: who they are, how they get in, what they did, and what can be done about it. */
export function UserPage() {
  const { id } = route.useParams()
  const { me } = useMe()
  const user = trpc.users.get.useQuery({ id })
  const above = <UserNeighbourLinks id={id} search={route.useSearch()} />
  if (user.data && me) {
    return (
      <ConfirmActor>
        <Details user={user.data} actor={me} above={above} />
      </ConfirmActor>
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
  const { userTabs: added } = useProductClient()
  const tabs = userTabsFor({ role: actor.role, id: user.id, list: listOf(search), added })
  const tab = tabs.find(({ id }) => id === search.tab)?.id ?? 'overview'
  const parts = { user, actor, onAct: setChosen }
  const own: Readonly<Record<UserTab, React.ReactNode>> = {
    overview: <UserOverview {...parts} />,
    security: <UserSecurity {...parts} />,
    sessions: <UserSessions {...parts} />,
    limits: <UserLimits user={user} />,
    credits: <UserCredits user={user} actor={actor} />,
    activity: <UserActivity user={user} side={search.side ?? 'subject'} />,
    raw: (
      <Section title={words.rawTitle} lead={words.rawLead}>
        <JsonView value={user} />
      </Section>
    ),
  }
  const { Tab } = added[tab] ?? {}
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
        {Tab ? <Tab userId={user.id} /> : isOwnTab(tab) ? own[tab] : null}
      </Tabs>
      {chosen ? (
        <LazyUserActDialog
          chosen={chosen}
          onClose={() => setChosen(null)}
          onPurged={() => navigate({ to: '/admin/users', search: listOf(search), replace: true })}
        />
      ) : null}
    </Page>
  )
}
