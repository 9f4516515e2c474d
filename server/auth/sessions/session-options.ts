import type { BetterAuthOptions } from 'better-auth'

export const sessionDays = 7
/** Sessions end after this many days, however active: the trigger `session_cap` sees to it. */
export const maxSessionDays = 30

const day = 24 * 60 * 60

/** How long a session lasts, and what its row holds besides Better Auth's own columns. */
export const sessionOptions = {
  expiresIn: sessionDays * day,
  updateAge: day,
  cookieCache: { enabled: false },
  // Our own check of a fresh sign-in stands in front instead.
  freshAge: 0,
  additionalFields: {
    impersonatedBy: { type: 'string', input: false, required: false },
    confirmedAt: { type: 'date', input: false, required: false },
  },
} satisfies BetterAuthOptions['session']
