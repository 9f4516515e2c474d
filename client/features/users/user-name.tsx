import { Link } from '@tanstack/react-router'
import type { UserStatus, UserSummary } from '#shared/users.ts'
import { Avatar } from '../../components/detail/avatar.tsx'
import type { Tone } from '../../components/notice/notice.tsx'
import { StatusWord } from '../../components/notice/status-word.tsx'
import { NameCell } from '../../components/table/data-table.tsx'
import { text } from '../../lib/text/text.ts'
import type { UsersSearch } from './users-search.ts'

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

/** Whether the address is known to be the user's. */
export function VerifiedWord({ verified }: { verified: boolean }) {
  return (
    <StatusWord tone={verified ? 'good' : 'waiting'}>{verified ? text.users.yes : text.users.no}</StatusWord>
  )
}

/** Picture, name and e-mail, as the way to the user's page: from the list of the address unless another one is given. */
export function UserName({ user, list }: { user: UserSummary; list?: UsersSearch }) {
  return (
    <NameCell
      lead={<Avatar name={user.name} image={user.image} />}
      name={
        <Link to="/admin/users/$id" params={{ id: user.id }} search={list ?? true}>
          {user.name}
        </Link>
      }
      second={user.email}
    />
  )
}
