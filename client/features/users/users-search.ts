import type { InvitationStatus } from '#shared/invitations.ts'
import type { AccountProvider, UserSort } from '#shared/users.ts'
import { validateLedgerSearch } from '../../lib/navigation/ledger-search.ts'
import { periodParam } from '../../lib/navigation/period-param.ts'
import { choiceParam, everyOf, keysOf, openedPages, textParam } from '../../lib/navigation/search-params.ts'
import { text } from '../../lib/text/outside-text.ts'

type Search = Record<string, unknown>
const sorts = everyOf<UserSort>({ name: true, email: true, createdAt: true, lastActiveAt: true })
const providers = everyOf<AccountProvider>({ credential: true, google: true, github: true })
const invitationStatuses = everyOf<InvitationStatus>({
  open: true,
  accepted: true,
  revoked: true,
  expired: true,
})

/** What the address of the users list says: search, filters, order, and how far the list was opened; of a saved view its columns too. */
export function validateUsersSearch(search: Search) {
  return {
    search: textParam(search, 'search'),
    role: choiceParam(search, 'role', keysOf(text.common.roles)),
    status: choiceParam(search, 'status', keysOf(text.common.statuses)),
    provider: choiceParam(search, 'provider', providers),
    verified: choiceParam(search, 'verified', ['yes', 'no'] as const),
    created: periodParam(search, 'created'),
    active: periodParam(search, 'active'),
    sort: choiceParam(search, 'sort', sorts),
    direction: choiceParam(search, 'direction', ['asc', 'desc'] as const),
    page: choiceParam(search, 'page', openedPages),
    /** The columns that are left out, where a view says so; else it is the browser that keeps them. */
    hidden: textParam(search, 'hidden'),
    view: textParam(search, 'view'),
  }
}
export type UsersSearch = Partial<ReturnType<typeof validateUsersSearch>>

/**
 * What the address of a user's page says: which part of it, ours or the product's; of the activity, whose; of the ledger,
 * which entries; and the list that it was opened from.
 */
export function validateUserSearch(search: Search) {
  return {
    ...validateUsersSearch(search),
    tab: textParam(search, 'tab'),
    side: choiceParam(search, 'side', ['done'] as const),
    ...validateLedgerSearch(search),
  }
}
export type UserSearch = Partial<ReturnType<typeof validateUserSearch>>

/** What the address of the invitations says. */
export function validateInvitationsSearch(search: Search) {
  return { status: choiceParam(search, 'status', invitationStatuses) }
}
export type InvitationsSearch = Partial<ReturnType<typeof validateInvitationsSearch>>

/** What the address of the approvals says. */
export function validateApprovalsSearch(search: Search) {
  return { search: textParam(search, 'search') }
}
export type ApprovalsSearch = Partial<ReturnType<typeof validateApprovalsSearch>>
