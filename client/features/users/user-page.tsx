import { getRouteApi, Link } from '@tanstack/react-router'
import type { UserDetail } from '#shared/users.ts'
import { Avatar } from '../../components/avatar.tsx'
import { CopyText } from '../../components/copy-text.tsx'
import { Facts } from '../../components/facts.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page, Section } from '../../components/page.tsx'
import { QueryFailure } from '../../components/query-failure.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { StatusWord } from '../../components/status-word.tsx'
import { TimeText } from '../../components/time-text.tsx'
import { count, exactTime } from '../../lib/format.ts'
import { text } from '../../lib/text.ts'
import { trpc } from '../../lib/trpc.ts'
import classes from './user-page.module.css'
import { UserStatusWord } from './user-row.tsx'

const words = text.users
const route = getRouteApi('/signed-in/admin/users/$id')

/** One user: who they are, how they get in, and since when. */
export function UserPage() {
  const { id } = route.useParams()
  const user = trpc.users.get.useQuery({ id })
  const above = <Link to="/admin/users">{words.back}</Link>
  if (user.data) return <Details user={user.data} above={above} />
  return (
    <Page title={words.title} above={above} narrow>
      {user.isError ? (
        <QueryFailure error={user.error} onRetry={user.refetch} />
      ) : (
        <Section title={words.identity}>
          <Skeleton width="60%" height={96} />
        </Section>
      )}
    </Page>
  )
}

function Details({ user, above }: { user: UserDetail; above: React.ReactNode }) {
  return (
    <Page title={user.name} above={above} narrow meta={<UserStatusWord status={user.status} />}>
      <StateNotice user={user} />
      <Section title={words.identity}>
        <div className={classes.identity}>
          <Avatar name={user.name} image={user.image} size={64} />
          <Facts
            items={[
              [text.common.name, user.name],
              [text.common.email, user.email],
              [words.emailState, <YesNo key="verified" value={user.emailVerified} />],
              [text.common.role, text.common.roles[user.role]],
              [words.id, <CopyText key="id" value={user.id} max={24} />],
            ]}
          />
        </div>
      </Section>
      <div className={classes.pair}>
        <Section title={words.access}>
          <Facts
            items={[
              [words.signsInWith, user.providers.map((id) => words.providers[id] ?? id).join(', ') || '–'],
              [words.sessions, count(user.sessionCount, text.locale)],
              [
                words.lastSeen,
                user.lastSeenAt ? <TimeText key="seen" value={user.lastSeenAt} /> : text.common.never,
              ],
            ]}
          />
        </Section>
        <Section title={words.history}>
          <Facts
            items={[
              [words.created, <TimeText key="created" value={user.createdAt} />],
              [words.updated, <TimeText key="updated" value={user.updatedAt} />],
              ...(user.deletedAt
                ? [
                    [words.deletedAt, <TimeText key="deleted" value={user.deletedAt} />] as [
                      string,
                      React.ReactNode,
                    ],
                  ]
                : []),
            ]}
          />
        </Section>
      </div>
    </Page>
  )
}

function YesNo({ value }: { value: boolean }) {
  return <StatusWord tone={value ? 'good' : 'waiting'}>{value ? words.yes : words.no}</StatusWord>
}

function StateNotice({ user }: { user: UserDetail }) {
  if (user.status === 'deleted') return <Notice tone="plain">{words.deletedTitle}</Notice>
  if (user.status !== 'banned') return null
  const until = user.bannedUntil
    ? words.banUntil(exactTime(new Date(user.bannedUntil), text.locale))
    : words.banForGood
  return (
    <Notice tone="danger" title={words.banTitle}>
      {[until, user.banReason].filter(Boolean).join(' ')}
    </Notice>
  )
}
