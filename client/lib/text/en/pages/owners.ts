import { plural } from '../plural.ts'

/** The console's list of who has credits, and what its first page says of all of them. */
export const owners = {
  title: 'Balances',
  caption: 'Who has credits',
  total: (shown: string, amount: number) => `${shown} ${plural(amount, 'owner', 'owners')}`,
  owner: 'Owner',
  erased: 'Somebody who was erased',
  held: 'Held',
  ofQuota: 'Of the bound',
  sortBy: {
    balance: 'Sort by what is available',
    spent: 'Sort by what was spent this month',
    quota: 'Sort by the part of the bound that was spent',
  },
  bound: 'Bound',
  anyBound: 'Any bound',
  nearQuota: 'Almost reached',
  emptyTitle: 'Nobody has credits yet',
  empty:
    'Who is given credits, or has a plan that includes some, is listed here. Give them on the tab Credits of a user’s page.',
  noMatchTitle: 'Nobody matches',
  export: 'Export',
  exported: (shown: string, amount: number) => `${shown} ${plural(amount, 'owner', 'owners')} saved.`,

  spentIn: (range: string) => `Credits spent ${range}`,
  addedIn: (range: string) => `Credits added ${range}`,
  nearNow: 'Almost at their bound',
  chart: 'Credits spent',
}
