import type { AuditAction } from './audit/audit.ts'
import type { UserStatus } from './users.ts'

// Without the rules of input: a list needs to know whom an act is for before anybody fills in a form.

/** How many people one call touches. */
export const bulkBatch = 100

/** How the audit log calls what is done to each. */
export const bulkActions = {
  ban: 'user.ban',
  unban: 'user.unban',
  remove: 'user.remove',
  restore: 'user.restore',
  setRole: 'user.setRole',
  endSessions: 'session.end',
} as const satisfies Record<string, AuditAction>
export type BulkAction = keyof typeof bulkActions

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
