import type { BetterAuthOptions } from 'better-auth'

/** The columns of a user that are ours: no request to Better Auth sets one of them. */
export const userFields = {
  role: { type: 'string', input: false, defaultValue: 'user' },
  bannedAt: { type: 'date', input: false, required: false },
  bannedUntil: { type: 'date', input: false, required: false },
  banReason: { type: 'string', input: false, required: false, returned: false },
  deletedEmail: { type: 'string', input: false, required: false, returned: false },
  deletedAt: { type: 'date', input: false, required: false },
  pendingSince: { type: 'date', input: false, required: false },
} satisfies NonNullable<BetterAuthOptions['user']>['additionalFields']
