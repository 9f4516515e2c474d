import { validateLedgerSearch } from '../../lib/navigation/ledger-search.ts'
import { choiceParam, textParam } from '../../lib/navigation/search-params.ts'

export const usageDays = ['7', '30', '90'] as const

/**
 * What the address of one's own credits says: how far back the use is shown, which entries of the ledger, and from where
 * at the payment provider somebody comes back: from paying for this subscription, or from looking after one.
 */
export function validateMyCreditsSearch(search: Record<string, unknown>) {
  return {
    ...validateLedgerSearch(search),
    days: choiceParam(search, 'days', usageDays),
    subscription: textParam(search, 'subscription'),
    portal: choiceParam(search, 'portal', ['done'] as const),
  }
}
export type MyCreditsSearch = Partial<ReturnType<typeof validateMyCreditsSearch>>
