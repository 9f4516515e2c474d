import type { Ban } from '../../user-status/user-status.ts'

/** A ban in a sentence. */
export const describeBan = (ban: Ban | null) =>
  `The account is banned${ban?.until ? ` until ${ban.until.toISOString()}` : ''}.`
