import { z } from 'zod'
import { pageInput } from '../pagination.ts'
import { wholeNumber } from '../text/number.ts'
import { idSchema, instantSchema, line, secretText } from '../text/text.ts'

/** What an entry of the ledger is about. */
export const creditKinds = [
  'grant',
  'purchase',
  'plan',
  'reward',
  'adjust',
  'spend',
  'expire',
  'refund',
  'reinstate',
] as const
export type CreditKind = (typeof creditKinds)[number]

/** The most that an admin gives or takes at once. */
export const maxGranted = 1_000_000

/** Lists of entries and owners are counted to here; `totalCapped` says that there are more. */
export const countedCredits = 10_000

/** From this part of their quota on, of a hundred, an owner is near it. */
export const nearQuotaPercent = 80

/** The key by which the same thing asked for again is known. */
export const creditKey = secretText({ min: 1, max: 200 })
/** Why, for the audit log: the ledger keeps no words that somebody wrote. */
export const creditReason = line({ min: 1, max: 500 })

const days = wholeNumber({ min: 1, max: 90 }).default(30)
const userId = idSchema

/** The most that may be spent in a month, wherever it came from; null for no bound. */
export const quotaSchema = wholeNumber({ min: 0, max: 1_000_000_000_000 }).nullable()

/** Which entries: all that is given must hold. */
export const entryFilter = z.object({
  kinds: z.array(z.enum(creditKinds)).min(1).max(creditKinds.length).optional(),
  from: instantSchema.optional(),
  /** Not included. */
  to: instantSchema.optional(),
})
export type EntryFilter = z.infer<typeof entryFilter>

export const listMyEntriesInput = pageInput.extend(entryFilter.shape).strict()
export type ListMyEntriesInput = z.infer<typeof listMyEntriesInput>

export const listEntriesInput = listMyEntriesInput.extend({ userId })
export type ListEntriesInput = z.infer<typeof listEntriesInput>

export const creditUsageInput = z.object({ days }).strict()
export type CreditUsageInput = z.infer<typeof creditUsageInput>

export const getCreditsInput = z.object({ userId }).strict()
export type GetCreditsInput = z.infer<typeof getCreditsInput>

export const ownerOrders = ['balance', 'used', 'quota'] as const
export type OwnerOrder = (typeof ownerOrders)[number]

const ownerFilter = z.object({
  /** By what is available, what was used this month, or which part of the quota that is. */
  order: z.enum(ownerOrders).default('balance'),
  /** Those without a quota come last in either one. */
  direction: z.enum(['asc', 'desc']).default('desc'),
  /** Only those who have used most of their quota. */
  nearQuota: z.boolean().optional(),
  search: line({ max: 255 }).optional(),
})

export const listOwnersInput = pageInput.extend(ownerFilter.shape).strict()
export type ListOwnersInput = z.infer<typeof listOwnersInput>

/** `lastEventId` is what the client of a stream that broke has got last; it goes on behind that. */
export const exportOwnersInput = ownerFilter
  .extend({ lastEventId: secretText({ max: 1300 }).optional() })
  .strict()
export type ExportOwnersInput = z.infer<typeof exportOwnersInput>

export const creditStatsInput = z.object({ days }).strict()
export type CreditStatsInput = z.infer<typeof creditStatsInput>

/** When what is left of it goes; null for never. */
const expiresAt = instantSchema.nullable().default(null)

export const grantCreditsInput = z
  .object({
    userId,
    credits: wholeNumber({ min: 1, max: maxGranted }),
    expiresAt,
    reason: creditReason,
    key: creditKey,
  })
  .strict()
export type GrantCreditsInput = z.infer<typeof grantCreditsInput>

export const adjustCreditsInput = z
  .object({
    userId,
    /** Below zero to take them away. */
    credits: wholeNumber({ min: -maxGranted, max: maxGranted }).refine((credits) => credits !== 0, 'Not 0.'),
    reason: creditReason,
    key: creditKey,
  })
  .strict()
export type AdjustCreditsInput = z.infer<typeof adjustCreditsInput>

export const setQuotaInput = z
  .object({
    userId,
    /** The most that may be spent in a month; null for no bound. */
    quota: quotaSchema,
    expiresAt,
    reason: creditReason,
  })
  .strict()
export type SetQuotaInput = z.infer<typeof setQuotaInput>

/** `lastEventId` is what the client of a stream that broke has got last; it goes on behind that. */
export const exportMyEntriesInput = entryFilter
  .extend({ lastEventId: secretText({ max: 1300 }).optional() })
  .strict()
export type ExportMyEntriesInput = z.infer<typeof exportMyEntriesInput>

export const exportEntriesInput = exportMyEntriesInput.extend({ userId })
export type ExportEntriesInput = z.infer<typeof exportEntriesInput>

/** A piece of an export: whole records of the file, and how many there have been with it. */
export interface EntriesExportChunk {
  csv: string
  rows: number
}

/** Credits that came together and end together. Dates are ISO strings here and below. */
export interface CreditLotView {
  id: string
  kind: CreditKind
  credits: number
  /** What of them was not spent. */
  remaining: number
  /** Null for credits that stay. */
  expiresAt: string | null
  createdAt: string
}

/** What an owner has, and may spend of it. */
export interface CreditsSummary {
  /** `until`: when it is the free plan again; null while nobody changes it. */
  plan: { name: string; title: string; until: string | null }
  /** What may be spent: the balance without what calls hold. */
  available: number
  balance: number
  held: number
  /** The most that may be spent in a month; null for no bound. */
  quota: number | null
  quotaUsed: number
  /** When the quota may be another one; null while nobody changes it. */
  quotaUntil: string | null
  periodStart: string
  periodEnd: string
  /** In the order in which they are used. */
  lots: CreditLotView[]
}

/** One thing that moved credits. */
export interface CreditEntryView {
  /** Its number in the owner's ledger. */
  seq: number
  kind: CreditKind
  /** What it added; below zero for what it took. */
  credits: number
  balanceAfter: number
  /** What it was for: the path of a procedure, or the kind of a task. */
  type: string | null
  /** How much was used, in units of its own. */
  units: number | null
  metadata: Record<string, unknown> | null
  /** Who did it; null in one's own ledger, for what time did, and for somebody who was erased. */
  actor: { id: string; name: string } | null
  createdAt: string
}

/** What was spent on the last days (UTC), today last, and for what, the most first. */
export interface CreditUsage {
  days: { day: string; spent: number }[]
  types: { type: string; calls: number; credits: number }[]
}

/** What an act on credits entered. */
export interface CreditAct {
  /** Its row of the audit log, by which it can be undone; null when it was entered before, for the same key. */
  auditId: string | null
  entry: CreditEntryView
}

/** An owner in the console's list. */
export interface CreditOwner {
  ownerId: string
  /** Whose own it is; null once they were erased. The e-mail is masked for callers who may not read it. */
  user: { id: string; name: string; email: string; image: string | null } | null
  plan: { name: string; title: string }
  available: number
  held: number
  quota: number | null
  quotaUsed: number
  periodEnd: string
}

/** A piece of an export of owners: whole records of the file, and how many there have been with it. */
export interface OwnersExportChunk {
  csv: string
  rows: number
}

/** What all owners spent and were given on the last days (UTC), today last. */
export interface CreditStats {
  spent: number
  granted: number
  /** How many owners have used most of their quota. */
  nearQuota: number
  points: { day: string; spent: number; granted: number }[]
}
