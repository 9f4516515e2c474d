import { Link } from '@tanstack/react-router'
import type { UserStatus, UserSummary } from '#shared/users.ts'
import { Avatar } from '../../components/detail/avatar.tsx'
import type { Tone } from '../../components/notice/notice.tsx'
import { StatusWord } from '../../components/notice/status-word.tsx'
import { NameCell } from '../../components/table/data-table.tsx'
import { text } from '../../lib/text/text.ts'

const providerWords: Record<string, string> = text.users.providers
const tones: Record<UserStatus, Tone> = {
  active: 'good',
  pending: 'waiting',
  banned: 'danger',
  deleted: 'plain',
}

/** How somebody can sign in, as people would say it. */
export const providersText = (providers: readonly string[]) =>
  providers.map((id) => providerWords[id] ?? id).join(', ')

/** Whether the account is live, as a dot with its word. */
export function UserStatusWord({ status }: { status: UserStatus }) {
  return <StatusWord tone={tones[status]}>{text.common.statuses[status]}</StatusWord>
}

/** Picture, name and e-mail, as the way to the user's page. */
export function UserName({ user }: { user: UserSummary }) {
  return (
    <NameCell
      lead={<Avatar name={user.name} image={user.image} />}
      name={
        <Link to="/admin/users/$id" params={{ id: user.id }}>
          {user.name}
        </Link>
      }
      second={user.email}
    />
  )
}
