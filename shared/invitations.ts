import { z } from 'zod'
import { pageInput } from './pagination.ts'
import { roleSchema } from './roles/role-schema.ts'
import type { Role } from './roles/roles.ts'
import { wholeNumber } from './text/number.ts'
import { idSchema } from './text/text.ts'
import { emailSchema, nameSchema, passwordSchema } from './users.ts'

/** How long the link of an invitation works, in days. */
const expiresInDays = wholeNumber({ min: 1, max: 30 }).default(7)

/** A user who is there at once, and sets the password by the mailed link. */
export const createUserInput = z
  .object({ name: nameSchema, email: emailSchema, role: roleSchema, expiresInDays })
  .strict()
export type CreateUserInput = z.infer<typeof createUserInput>

/** A user who is made when they accept. */
export const inviteUserInput = z
  .object({ email: emailSchema, role: roleSchema, name: nameSchema.optional(), expiresInDays })
  .strict()
export type InviteUserInput = z.infer<typeof inviteUserInput>

export const invitationStatuses = ['open', 'accepted', 'revoked', 'expired'] as const
export type InvitationStatus = (typeof invitationStatuses)[number]

export const listInvitationsInput = pageInput
  .extend({ status: z.enum(invitationStatuses).optional() })
  .strict()
export type ListInvitationsInput = z.infer<typeof listInvitationsInput>

export const invitationIdInput = z.object({ id: idSchema }).strict()
export type InvitationIdInput = z.infer<typeof invitationIdInput>

export const resendInvitationInput = z.object({ id: idSchema, expiresInDays }).strict()
export type ResendInvitationInput = z.infer<typeof resendInvitationInput>

/** 32 bytes as the link carries them. */
const token = z
  .string()
  .max(43, 'Not the link of an invitation.')
  .regex(/^[A-Za-z0-9_-]{43}$/, 'Not the link of an invitation.')

export const findInvitationInput = z.object({ token }).strict()
export type FindInvitationInput = z.infer<typeof findInvitationInput>

/** The name is needed where the invitation has none, and else changes it. */
export const acceptInvitationInput = z
  .object({ token, name: nameSchema.optional(), password: passwordSchema })
  .strict()
export type AcceptInvitationInput = z.infer<typeof acceptInvitationInput>

/** An invitation as a list shows it; its id is that of the user whom it is for or will make. */
export interface Invitation {
  id: string
  email: string
  name: string | null
  role: Role
  status: InvitationStatus
  /** The user, once there is one. */
  userId: string | null
  /** Who sent the link last; null once they are gone. */
  invitedBy: { id: string; name: string } | null
  createdAt: string
  sentAt: string
  expiresAt: string
  acceptedAt: string | null
  revokedAt: string | null
}

/** What the page behind the link shows. */
export interface OpenInvitation {
  email: string
  /** Null: the person has to give one. */
  name: string | null
  nameNeeded: boolean
  role: Role
  /** The inviter's name. */
  invitedBy: string | null
  expiresAt: string
}
