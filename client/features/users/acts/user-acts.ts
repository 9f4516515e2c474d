import { hasPermission, outranks, type Permission, type Role } from '#shared/roles/roles.ts'
import type { UserDetail, UserStatus, UserSummary } from '#shared/users.ts'
import { text } from '../../../lib/text/text.ts'

const words = text.userActs

interface Rule {
  permission: Permission
  /** What the user must be for the act to make sense. */
  when: readonly UserStatus[]
  onOneself?: true
  /** What else must hold of them. */
  fits?: (user: ActedOn) => boolean
}

/** What the rules ask of the user; what keeps them from signing in is known on their page only. */
export type ActedOn = Pick<UserSummary, 'status' | 'emailVerified'> & Partial<Pick<UserDetail, 'lock'>>

const live = ['active', 'pending', 'banned'] as const
const unverified = ({ emailVerified }: ActedOn) => !emailVerified

/** Every act on one user, in the order of the menu. */
const rules = {
  edit: { permission: 'users.manage', when: live, onOneself: true },
  setEmail: { permission: 'users.manage', when: live },
  setRole: { permission: 'users.manage', when: live },
  sendPasswordReset: { permission: 'users.moderate', when: ['active', 'pending'] },
  sendVerification: { permission: 'users.moderate', when: live, fits: unverified },
  markVerified: { permission: 'users.manage', when: live, fits: unverified },
  unlock: { permission: 'users.moderate', when: live, fits: ({ lock }) => Boolean(lock) },
  impersonate: { permission: 'users.manage', when: ['active'] },
  endSessions: { permission: 'users.moderate', when: live },
  resetTwoFactor: { permission: 'users.manage', when: live },
  approve: { permission: 'users.moderate', when: ['pending'] },
  refuse: { permission: 'users.moderate', when: ['pending'] },
  ban: { permission: 'users.moderate', when: ['active', 'pending'] },
  unban: { permission: 'users.moderate', when: ['banned'] },
  remove: { permission: 'users.manage', when: live },
  restore: { permission: 'users.manage', when: ['deleted'] },
  purge: { permission: 'users.manage', when: ['deleted'] },
} as const satisfies Record<string, Rule>

export type UserAct = keyof typeof rules
export const userActs = Object.keys(rules) as UserAct[]

/** The signed-in user who acts, as far as the rules ask. */
export interface Actor {
  id: string
  role: Role
}

/** The acts that the actor's role and the user's status allow; the others are not shown at all. */
export function actsFor(actor: Actor, user: ActedOn): UserAct[] {
  return userActs.filter((act) => {
    const { permission, when, fits }: Rule = rules[act]
    return hasPermission(actor.role, permission) && when.includes(user.status) && (!fits || fits(user))
  })
}

/** Why this actor may not do it to this user; null when they may. The server decides by the same rules. */
export function whyNot(actor: Actor, act: UserAct, user: Pick<UserSummary, 'id' | 'role'>): string | null {
  const { onOneself }: Rule = rules[act]
  if (actor.id === user.id) return onOneself ? null : words.notYou
  if (!outranks(actor.role, user.role)) return words.rank
  if (act === 'impersonate' && user.role !== 'user') return words.onlyUsers
  return null
}
