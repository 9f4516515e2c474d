import { z } from 'zod'
import type { AuditAction } from './audit/audit.ts'
import type { EachResult } from './errors.ts'
import { roleSchema } from './roles/role-schema.ts'
import { wholeNumber } from './text/number.ts'
import { idSchema } from './text/text.ts'
import { banReason, banUntil, countedUsers, type UserStatus, userFilter } from './users.ts'

/** How many people one act may touch in all, over all of its calls. */
export const bulkMost = countedUsers
/** How many of them one call touches. */
export const bulkBatch = 100

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
export type BulkAction = BulkUsersInput['action']

/** What became of each, in the order of the ids. */
export interface BulkUsersAnswer {
  /** The row of the audit log that stands for the act; null for an act on one. */
  groupId: string | null
  results: EachResult[]
}

/** How the audit log calls what is done to each. */
export const bulkActions = {
  ban: 'user.ban',
  unban: 'user.unban',
  remove: 'user.remove',
  restore: 'user.restore',
  setRole: 'user.setRole',
  endSessions: 'session.end',
} as const satisfies Record<BulkAction, AuditAction>

const live = ['active', 'pending', 'banned'] as const

/** Whom an act is for, by what they are; a ban passes over who is banned unless it is told not to. */
export const bulkStatuses: Record<BulkAction, readonly UserStatus[]> = {
  ban: live,
  unban: ['banned'],
  remove: live,
  restore: ['deleted'],
  setRole: live,
  endSessions: live,
}

export const planBulkInput = z
  .object({
    action: z.enum(Object.keys(bulkActions) as [BulkAction, ...BulkAction[]]),
    filter: userFilter.strict(),
  })
  .strict()
export type PlanBulkInput = z.infer<typeof planBulkInput>

interface Person {
  id: string
  name: string
}

/** Whom an act on the chosen would touch. */
export interface BulkPlan {
  people: Person[]
  /** Of a ban: who is banned already, and touched only if that is wanted. */
  banned: Person[]
  /** Whether whoever acts is among the chosen, and left out. */
  oneself: boolean
  /** How many others of the chosen the act is not for, being what they are. */
  others: number
}

/** Whom the act is for among the chosen; nobody does it to themselves. */
export function planBulk(
  action: BulkAction,
  chosen: readonly (Person & { status: UserStatus })[],
  actorId: string,
): BulkPlan {
  const others = chosen.filter(({ id }) => id !== actorId)
  const fitting = others.filter(({ status }) => bulkStatuses[action].includes(status))
  const passes = (status: UserStatus) => action === 'ban' && status === 'banned'
  const toPerson = ({ id, name }: Person) => ({ id, name })
  return {
    people: fitting.filter(({ status }) => !passes(status)).map(toPerson),
    banned: fitting.filter(({ status }) => passes(status)).map(toPerson),
    oneself: others.length < chosen.length,
    others: others.length - fitting.length,
  }
}
