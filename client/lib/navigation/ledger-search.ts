import type { CreditKind } from '#shared/credits/credits.ts'
import { dayBounds, dayParam } from './day-param.ts'
import { choiceParam, everyOf } from './search-params.ts'

const kinds = everyOf<CreditKind>({
  spend: true,
  grant: true,
  plan: true,
  purchase: true,
  reward: true,
  adjust: true,
  expire: true,
  refund: true,
  reinstate: true,
})

/** What an address says of a ledger: which entries it shows. */
export function validateLedgerSearch(search: Record<string, unknown>) {
  return {
    kind: choiceParam(search, 'kind', kinds),
    from: dayParam(search, 'from'),
    to: dayParam(search, 'to'),
  }
}
export type LedgerSearch = Partial<ReturnType<typeof validateLedgerSearch>>

/** Every filter as it is when it is not set. */
export const noLedgerFilters = { kind: undefined, from: undefined, to: undefined } satisfies LedgerSearch

/** The same question as the server takes it: both days are included. */
export const toEntryFilter = ({ kind, ...days }: LedgerSearch) => ({
  kinds: kind && [kind],
  ...dayBounds(days),
})
