import { choiceParam, openedPages, textParam } from '../../lib/navigation/search-params.ts'

/** The columns that the list can be sorted by. */
export const ownerSorts = ['balance', 'spent', 'quota'] as const

/** What the address of the list of owners says: search, filter, order, and how far the list was opened. */
export function validateOwnersSearch(search: Record<string, unknown>) {
  return {
    search: textParam(search, 'search'),
    bound: choiceParam(search, 'bound', ['near'] as const),
    sort: choiceParam(search, 'sort', ownerSorts),
    direction: choiceParam(search, 'direction', ['asc', 'desc'] as const),
    page: choiceParam(search, 'page', openedPages),
  }
}
export type OwnersSearch = Partial<ReturnType<typeof validateOwnersSearch>>
