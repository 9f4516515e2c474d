import type { userSorts } from '#shared/users.ts'
import { choiceParam, keysOf, textParam } from '../../lib/search.ts'
import { text } from '../../lib/text.ts'

type UserSort = (typeof userSorts)[number]
export const sortWords: Record<UserSort, string> = {
  name: text.common.name,
  email: text.common.email,
  createdAt: text.users.created,
}

/** What the address of the users list says: search, filters and order. */
export function validateUsersSearch(search: Record<string, unknown>) {
  return {
    search: textParam(search, 'search'),
    role: choiceParam(search, 'role', keysOf(text.common.roles)),
    status: choiceParam(search, 'status', keysOf(text.common.statuses)),
    sort: choiceParam(search, 'sort', keysOf(sortWords)),
    direction: choiceParam(search, 'direction', ['asc', 'desc'] as const),
  }
}
export type UsersSearch = Partial<ReturnType<typeof validateUsersSearch>>
