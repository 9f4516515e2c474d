import type { UserSort } from '#shared/users.ts'
import { periodText } from '../../../components/filter/period-field.tsx'
import { describeFilters } from '../../../components/table/no-rows.tsx'
import { periodBounds } from '../../../lib/navigation/period-param.ts'
import { keysOf } from '../../../lib/navigation/search-params.ts'
import { text } from '../../../lib/text/text.ts'
import type { UsersSearch } from '../users-search.ts'

const words = text.users

/** What the address asks the server for; the list and its export ask the same. */
export function toUsersInput({ search, role, status, provider, verified, ...others }: UsersSearch) {
  const { sort = 'createdAt', direction = firstDirection(sort) } = others
  const [created, active] = [periodBounds(others.created), periodBounds(others.active)]
  return {
    search,
    role,
    status,
    provider,
    verified: verified && verified === 'yes',
    createdDays: created.days,
    createdFrom: created.from,
    createdTo: created.to,
    activeDays: active.days,
    activeFrom: active.from,
    activeTo: active.to,
    neverActive: active.never,
    sort,
    direction,
  }
}

/** Every filter as it is when it is not set. */
export const noFilters = {
  search: undefined,
  role: undefined,
  status: undefined,
  provider: undefined,
  verified: undefined,
  created: undefined,
  active: undefined,
  hidden: undefined,
  view: undefined,
} satisfies UsersSearch

/** The filters that are set, as words; null when none is. */
export function usersFilterWords(filters: UsersSearch): string | null {
  const { search, role, status, provider, verified, created, active } = filters
  return describeFilters({
    [text.components.search]: search && `“${search}”`,
    [text.common.role]: role && text.common.roles[role],
    [text.common.status]: status && text.common.statuses[status],
    [words.provider]: provider && words.providers[provider],
    [words.emailState]: verified && words[verified],
    [words.created]: created && periodText(created),
    [words.lastActive]: active && periodText(active),
  })
}

const sortWords: Record<UserSort, string> = {
  name: text.common.name,
  email: text.common.email,
  createdAt: words.created,
  lastActiveAt: words.lastActive,
}
const newestFirst: readonly UserSort[] = ['createdAt', 'lastActiveAt']
const firstDirection = (sort: UserSort) => (newestFirst.includes(sort) ? 'desc' : 'asc')

/** The columns that can be sorted by; masked addresses have no order. */
export function sortColumns(masked: boolean): Record<string, string> {
  const sorts = keysOf(sortWords).filter((sort) => !(masked && sort === 'email'))
  return Object.fromEntries(sorts.map((sort) => [sort, words.sortBy(sortWords[sort].toLowerCase())]))
}

/** The order after a press on a column's head. */
export function nextSort(options: {
  column: string
  sort: UserSort
  direction: 'asc' | 'desc'
}): UsersSearch {
  const sort = keysOf(sortWords).find((key) => key === options.column)
  if (sort === undefined) return {}
  if (sort !== options.sort) return { sort, direction: firstDirection(sort) }
  return { sort, direction: options.direction === 'asc' ? 'desc' : 'asc' }
}
