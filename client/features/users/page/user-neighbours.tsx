import { IconChevronLeft, IconChevronRight, type TablerIcon } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { UserNeighbours } from '#shared/users.ts'
import { trpc } from '../../../lib/api/trpc.ts'
import { text } from '../../../lib/text/text.ts'
import { toUsersInput } from '../list/users-query.ts'
import type { UserSearch, UsersSearch } from '../users-search.ts'
import classes from './user-page.module.css'

const words = text.user

interface Props {
  id: string
  search: UserSearch
}

/** The list that a user was opened from, without what is of their own page. */
export function listOf({ tab, side, kind, from, to, ...list }: UserSearch): UsersSearch {
  return list
}

/** The way back to the list, and on to who stands beside the user in it. */
export function UserNeighbourLinks({ id, search }: Props) {
  const list = listOf(search)
  const { data } = trpc.users.neighbours.useQuery({ id, ...toUsersInput(list) })
  return (
    <span className={classes.neighbours}>
      <Link to="/admin/users" search={list}>
        {text.users.back}
      </Link>
      <span className={classes.steps}>
        <Step Icon={IconChevronLeft} to={data?.previous} words={words.previous} search={search} />
        <Step Icon={IconChevronRight} to={data?.next} words={words.next} search={search} />
      </span>
    </span>
  )
}

interface StepProps {
  Icon: TablerIcon
  /** Undefined until it is known. */
  to: UserNeighbours['next'] | undefined
  words: { none: string; to: (name: string) => string }
  search: UserSearch
}

function Step({ Icon, to, words: said, search }: StepProps) {
  const icon = <Icon size={16} stroke={1.75} aria-hidden="true" />
  if (!to) {
    return (
      <span className={classes.step} data-disabled title={to === null ? said.none : undefined}>
        {icon}
      </span>
    )
  }
  const label = said.to(to.name)
  return (
    <Link
      to="/admin/users/$id"
      params={{ id: to.id }}
      search={search}
      className={classes.step}
      aria-label={label}
      title={label}
    >
      {icon}
    </Link>
  )
}
