import { z } from 'zod'
import { idSchema, line } from './text/text.ts'
import { givenPasswordSchema } from './users.ts'

export const endSessionInput = z.object({ id: idSchema }).strict()
export type EndSessionInput = z.infer<typeof endSessionInput>

export const listSessionsInput = z.object({ userId: idSchema }).strict()
export type ListSessionsInput = z.infer<typeof listSessionsInput>

/** Without `id`, all of the user's sessions. */
export const endSessionsOfInput = z.object({ userId: idSchema, id: idSchema.optional() }).strict()
export type EndSessionsOfInput = z.infer<typeof endSessionsOfInput>

export const impersonateInput = z
  .object({ userId: idSchema, reason: line({ min: 1, max: 500 }).optional() })
  .strict()
export type ImpersonateInput = z.infer<typeof impersonateInput>

export const confirmInput = z.object({ password: givenPasswordSchema }).strict()
export type ConfirmInput = z.infer<typeof confirmInput>

/** What a session came from. `browser` is a program's name when it is no browser; null when it said nothing. */
export interface SessionDevice {
  browser: string | null
  os: string | null
  kind: 'desktop' | 'mobile' | 'tablet' | 'other'
}

/** A live session. Dates are ISO strings; `lastSeenAt` is right to the minute. */
export interface SessionSummary {
  id: string
  device: SessionDevice | null
  address: string | null
  createdAt: string
  lastSeenAt: string
  expiresAt: string
}

/** One of the caller's own. Of one in which support acts as them, address and device stay with support. */
export interface MySession extends SessionSummary {
  current: boolean
  impersonated: boolean
}

/** A user's session as the console shows it. `address` is null for roles that see no e-mail addresses either. */
export interface UserSession extends SessionSummary {
  impersonatedBy: { id: string; name: string } | null
}

/** How many sessions were ended. */
export interface EndedSessions {
  count: number
}
