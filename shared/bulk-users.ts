import { z } from 'zod'
import { type BulkAction, bulkActions, bulkBatch } from './bulk-plan.ts'
import type { EachResult } from './errors.ts'
import { roleSchema } from './roles/role-schema.ts'
import { wholeNumber } from './text/number.ts'
import { idSchema } from './text/text.ts'
import { banReason, banUntil, countedUsers, userFilter } from './users.ts'

/** How many people one act may touch in all, over all of its calls. */
export const bulkMost = countedUsers

const many = {
  ids: z
    .array(idSchema)
    .min(1, 'At least one.')
    .max(bulkBatch, `At most ${bulkBatch}.`)
    .refine((ids) => new Set(ids).size === ids.length, 'Each only once.'),
  /** By what the ids were found: who does not match any more is left alone. */
  filter: userFilter.strict().optional(),
  /** How many people the act is for, where it takes more than this call. */
  people: wholeNumber({ min: 1, max: bulkMost }).optional(),
  /** The answer's `groupId` of the call before: both are one act in the audit log. */
  groupId: idSchema.optional(),
}

/** One act on up to 100 users; a larger one goes on with the next call. */
export const bulkUsersInput = z.discriminatedUnion('action', [
  z
    .object({
      ...many,
      action: z.literal('ban'),
      reason: banReason,
      until: banUntil,
      /** Whether who is banned already gets this ban instead; else they keep the one they have. */
      overBans: z.boolean().default(false),
    })
    .strict(),
  z.object({ ...many, action: z.literal('unban') }).strict(),
  z.object({ ...many, action: z.literal('remove') }).strict(),
  z.object({ ...many, action: z.literal('restore') }).strict(),
  z.object({ ...many, action: z.literal('setRole'), role: roleSchema }).strict(),
  z.object({ ...many, action: z.literal('endSessions') }).strict(),
])
export type BulkUsersInput = z.infer<typeof bulkUsersInput>

/** What became of each, in the order of the ids. */
export interface BulkUsersAnswer {
  /** The row of the audit log that stands for the act; null for an act on one. */
  groupId: string | null
  results: EachResult[]
}

export const planBulkInput = z
  .object({
    action: z.enum(Object.keys(bulkActions) as [BulkAction, ...BulkAction[]]),
    filter: userFilter.strict(),
  })
  .strict()
export type PlanBulkInput = z.infer<typeof planBulkInput>
