import type { CreditKind } from '#shared/credits/credits.ts'
import { auditFields } from '../audit-fields.ts'
import { plural } from '../plural.ts'

type Words<Key extends string> = Record<Key, string>

/** What pages about credits share: one's own, and those of the console. */
export const credits = {
  title: 'Credits',
  some: (shown: string, amount: number) => `${shown} ${plural(amount, 'credit', 'credits')}`,
  available: 'Available',
  held: (shown: string) => `${shown} more are held by calls that run`,
  noneHeld: 'No call holds any',
  usedThisMonth: 'Spent this month',
  ofQuota: (quota: string) => `of ${quota}`,
  noQuota: 'no bound',
  monthEnds: 'Next month begins',
  plan: 'Plan',
  untilTime: (time: string) => `until ${time}`,

  monthTitle: 'This month',
  monthLead: (from: string, to: string) => `From ${from} until ${to}.`,
  quotaMeter: (used: string, quota: string) => `Credits spent this month: ${used} of ${quota}`,
  usedOf: (used: string, quota: string) => `${used} of ${quota} spent`,
  left: (shown: string) => `${shown} left`,
  quotaReached: 'No more this month',
  quotaNear: 'Almost reached',
  quotaRoom: 'Room left',
  unbounded: (shown: string, amount: number) =>
    `${shown} ${plural(amount, 'credit', 'credits')} spent. The month has no bound: only what is available counts.`,

  lotsTitle: 'What ends when',
  lotsLead: 'Used from the top: what ends soonest goes first.',
  lotOf: (remaining: string, credits: string) => `${remaining} of ${credits} left`,
  lotEnds: 'ends',
  lotStays: 'does not end',
  noLots: 'Nothing is available.',

  usageTitle: 'Spent by day',
  usageLead: (days: number) => `By day (UTC), ${plural(days, 'the last day', `the last ${days} days`)}.`,
  spent: 'Spent',
  nothingSpent: 'Nothing was spent in this time.',
  forTitle: 'What it went to',
  callsOf: (shown: string, amount: number) => `${shown} ${plural(amount, 'call', 'calls')}`,
  days: 'Time range',
  lastDays: (days: number) => plural(days, 'Last day', `Last ${days} days`),

  ledgerTitle: 'Ledger',
  ledgerLead: 'Everything that added credits or took them, the newest first.',
  caption: 'Ledger of credits',
  export: 'Export',
  exported: (shown: string, amount: number) => `${shown} ${plural(amount, 'entry', 'entries')} saved as CSV`,
  kind: 'Kind',
  anyKind: 'Any kind',
  what: 'What',
  amount: 'Credits',
  balanceAfter: 'Available and held after it',
  balance: 'Balance',
  by: 'By',
  when: 'When',
  emptyTitle: 'Nothing yet',
  empty: 'What adds credits or takes them is listed here.',
  noMatchTitle: 'No entry matches',
  entry: (seq: string) => `Entry ${seq}`,
  openEntry: (what: string, seq: string) => `${what}, entry ${seq}`,
  type: 'For',
  units: 'Units',
  metadata: 'What the call said',
  number: 'Number',
  kinds: {
    grant: 'Given',
    purchase: 'Bought',
    plan: 'With the plan',
    reward: 'Reward',
    adjust: 'Corrected',
    spend: 'Spent',
    expire: 'Ended unused',
    refund: 'Taken back with a refund',
    reinstate: 'Given back',
  } satisfies Words<CreditKind>,
  /** What calls and tasks are called that cost credits, by their path or kind. */
  types: {} as Readonly<Record<string, string>>,

  /** How what is paid for each month stands. */
  subscriptionStatuses: auditFields.subscriptionStatuses,

  buy: 'Buy credits',
  firstTitle: 'No credits yet',
  first:
    'Some things here cost credits. Once you have some, this page shows how many, when they end and what they went to.',
  keywords: 'balance quota plan usage ledger billing subscription card invoice',
}
