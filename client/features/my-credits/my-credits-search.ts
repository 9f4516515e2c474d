import { type LedgerSearch, validateLedgerSearch } from '../../lib/navigation/ledger-search.ts'
import { choiceParam } from '../../lib/navigation/search-params.ts'

export const usageDays = ['7', '30', '90'] as const

/** What the address of one's own credits says: how far back the use is shown, and which entries of the ledger. */
export function validateMyCreditsSearch(search: Record<string, unknown>) {
  return { ...validateLedgerSearch(search), days: choiceParam(search, 'days', usageDays) }
}
export type MyCreditsSearch = LedgerSearch & { days?: (typeof usageDays)[number] | undefined }
