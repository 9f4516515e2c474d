import { z } from 'zod'
import { type AuditAction, type AuditEntity, auditActions } from './audit/audit.ts'
import type { ApiKey } from './keys.ts'
import { pageInput } from './pagination.ts'
import type { Role } from './roles/roles.ts'
import type { SessionDevice } from './sessions.ts'
import { idSchema } from './text/text.ts'

export const resetTwoFactorInput = z
  .object({
    id: idSchema,
    /** Also removes the person's passkeys, which would else still sign them in. */
    passkeys: z.boolean().default(false),
  })
  .strict()
export type ResetTwoFactorInput = z.infer<typeof resetTwoFactorInput>

export const mySecurityEventsInput = pageInput.strict()
export type MySecurityEventsInput = z.infer<typeof mySecurityEventsInput>

/** What happens to a person's account and its sessions. */
const personalEntities = [
  'user',
  'session',
  'account',
  'twoFactor',
  'passkey',
  'apiKey',
] as const satisfies AuditEntity[]
export type SecurityAction = Extract<AuditAction, `${(typeof personalEntities)[number]}.${string}`>

/** What a person should know of when it was done to them: whatever is about an account. */
export const securityActions = auditActions.filter((action): action is SecurityAction =>
  personalEntities.some((entity) => action.startsWith(`${entity}.`)),
)

/** Something that happened to the caller's account. */
export interface SecurityEvent {
  id: string
  at: string
  action: AuditAction
  /** Whether the caller did it themselves; else somebody else did, or nobody who was known. */
  byMe: boolean
  /** Where from; null for what others did as who they are. */
  address: string | null
  device: SessionDevice | null
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

export interface SecurityEventPage {
  items: SecurityEvent[]
  nextCursor: string | null
}

/** Everything that is kept about the caller, but for secrets. Dates are ISO strings. */
export interface PersonExport {
  exportedAt: string
  profile: {
    id: string
    name: string
    email: string
    emailVerified: boolean
    image: string | null
    role: Role
    createdAt: string
    updatedAt: string
    lastActiveAt: string | null
  }
  picture: { type: string; data: string; since: string } | null
  accounts: { provider: string; connectedAt: string }[]
  sessions: {
    id: string
    createdAt: string
    expiresAt: string
    lastSeenAt: string
    address: string | null
    device: string | null
  }[]
  twoFactor: { enabled: boolean; since: string | null }
  passkeys: { name: string | null; deviceType: string; backedUp: boolean; createdAt: string }[]
  /** Programs' keys, without what they are. */
  keys: Omit<ApiKey, 'status'>[]
  invitations: {
    email: string
    role: Role
    sentAt: string
    expiresAt: string
    acceptedAt: string | null
    revokedAt: string | null
  }[]
  /** What staff wrote down about the caller. */
  notes: { text: string; createdAt: string; updatedAt: string }[]
  /** What the caller said about the product, and what was noted about it. */
  feedback: {
    content: string
    rating: number | null
    page: string | null
    status: string
    note: string | null
    createdAt: string
    updatedAt: string
  }[]
  /** What the caller has, and everything that moved it, the newest 10,000 entries; null before they had anything. */
  credits: {
    plan: string
    balance: number
    held: number
    entries: {
      number: number
      at: string
      kind: string
      credits: number
      balanceAfter: number
      type: string | null
      units: number | null
      metadata: Record<string, unknown> | null
    }[]
  } | null
  /** What the caller bought, or began to. */
  orders: {
    number: number
    at: string
    title: string
    credits: number
    /** In the smallest unit of the currency, as what follows. */
    amount: number
    currency: string
    status: string
    paidAt: string | null
    refundedAmount: number
    disputedAmount: number
  }[]
  /** What the caller subscribes to, or did or began to, newest first. */
  subscriptions: {
    at: string
    plan: string
    /** A month, in the smallest unit. */
    amount: number
    currency: string
    status: string
    beganAt: string | null
    periodEnd: string | null
    endsAt: string | null
  }[]
  /** The lists that the caller gave a name. */
  views: { list: string; name: string; query: string }[]
  /** The newest 10,000 acts of the caller, and what was done to their account; the device in its own words. */
  events: (Omit<SecurityEvent, 'device'> & {
    device: string | null
    subjectType: string
    subjectId: string
  })[]
  /** What the fields that the product adds to people hold; null when none was ever filled in. */
  details: Record<string, unknown> | null
  /** What else the product keeps, by table. */
  product: Record<string, unknown>
}
