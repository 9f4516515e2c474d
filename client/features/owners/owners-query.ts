import type { OwnerOrder } from '#shared/credits/credits.ts'
import { describeFilters } from '../../components/table/no-rows.tsx'
import { text as owners } from '../../lib/text/owners-text.ts'
import { text } from '../../lib/text/text.ts'
import { type OwnersSearch, ownerSorts } from './owners-search.ts'

const words = owners

const orders = { balance: 'balance', spent: 'used', quota: 'quota' } as const satisfies Record<
  string,
  OwnerOrder
>

/** The order that the address asks for, the most available first without one. */
export const orderOf = ({ sort = 'balance', direction = 'desc' }: OwnersSearch) => ({ sort, direction })

/** What the address asks the server for. */
export function toOwnersInput(search: OwnersSearch) {
  const { sort, direction } = orderOf(search)
  return { search: search.search, nearQuota: search.bound && true, order: orders[sort], direction }
}

/** Every filter as it is when it is not set. */
export const noFilters = { search: undefined, bound: undefined } satisfies OwnersSearch

/** The filters that are set, as words; null when none is. */
export const ownersFilterWords = ({ search, bound }: OwnersSearch): string | null =>
  describeFilters({
    [text.components.search]: search && `“${search}”`,
    [words.bound]: bound && words.nearQuota,
  })

/** The order after a press on a column's head. */
export function nextSort(search: OwnersSearch, column: string): OwnersSearch {
  const before = orderOf(search)
  const sort = ownerSorts.find((each) => each === column)
  return { sort, direction: sort === before.sort && before.direction === 'desc' ? 'asc' : 'desc' }
}
