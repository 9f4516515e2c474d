import { z } from 'zod'
import { quotaSchema } from './credits/credits.ts'
import { pageInput } from './pagination.ts'
import type { PersonDetails } from './person-details.ts'
import { maxPictureBytes } from './pictures.ts'
import { roleSchema } from './roles/role-schema.ts'
import type { Role } from './roles/roles.ts'
import { wholeNumber } from './text/number.ts'
import { idSchema, instantSchema, line, secretText } from './text/text.ts'

export const nameSchema = line({ min: 1, max: 150 })

export const emailSchema = line({ max: 255 })
  .pipe(z.email('Not an e-mail address.'))
  .transform((email) => email.toLowerCase())

/** 8 to 128 characters; whether it is too common is decided on the server. */
export const passwordSchema = secretText({ min: 8, max: 128 })

/** A password to be tested. What today's rules refuse may have been accepted once: only its length is bounded. */
export const givenPasswordSchema = secretText({ min: 1, max: 128 })

export const userStatuses = ['active', 'pending', 'banned', 'deleted'] as const
export const userStatusSchema = z.enum(userStatuses)
export type UserStatus = z.infer<typeof userStatusSchema>

/** How an account can be signed in to. Passkeys come on top: they belong to a user, not to an account. */
export const accountProviders = ['credential', 'google', 'github'] as const
export const accountProviderSchema = z.enum(accountProviders)
export type AccountProvider = z.infer<typeof accountProviderSchema>

export const userSorts = ['createdAt', 'name', 'email', 'lastActiveAt'] as const
export type UserSort = (typeof userSorts)[number]

/** Lists of users are counted to here; `totalCapped` says that there are more. */
export const countedUsers = 10_000

/** From how many characters on search looks inside of names and addresses; a shorter one is how they begin. */
export const searchInsideFrom = 3

export const updateMeInput = z.object({ name: nameSchema.optional() }).strict()
export type UpdateMeInput = z.infer<typeof updateMeInput>

/** The bytes of a picture in base64, four characters for three of them; null: no picture. */
export const setMyPictureInput = z
  .object({
    picture: z
      .base64('Not in base64.')
      .min(1, 'Required.')
      .max(Math.ceil(maxPictureBytes / 3) * 4, `At most ${maxPictureBytes / 1000} kB.`)
      .nullable(),
  })
  .strict()
export type SetMyPictureInput = z.infer<typeof setMyPictureInput>

export const deleteMeInput = z.object({ password: secretText({ max: 128 }).optional() }).strict()
export type DeleteMeInput = z.infer<typeof deleteMeInput>

const days = wholeNumber({ min: 1, max: 3650 })

/** Which users: all that is given must hold. Without a status, everybody who is not deleted. */
export const userFilter = z.object({
  search: line({ max: 255 }).optional(),
  role: roleSchema.optional(),
  status: userStatusSchema.optional(),
  verified: z.boolean().optional(),
  provider: accountProviderSchema.optional(),
  createdFrom: instantSchema.optional(),
  /** Not included, as of `activeTo`. */
  createdTo: instantSchema.optional(),
  /** In so many days before the call, as `activeDays`. */
  createdDays: days.optional(),
  activeFrom: instantSchema.optional(),
  activeTo: instantSchema.optional(),
  activeDays: days.optional(),
  neverActive: z.literal(true).optional(),
})
export type UserFilter = z.infer<typeof userFilter>

export const userOrder = z.object({
  sort: z.enum(userSorts).default('createdAt'),
  direction: z.enum(['asc', 'desc']).default('desc'),
})
export type UserOrder = z.infer<typeof userOrder>

export const listUsersInput = pageInput.extend(userFilter.shape).extend(userOrder.shape).strict()
export type ListUsersInput = z.infer<typeof listUsersInput>

/** `lastEventId` is what the client of a stream that broke has got last; it goes on behind that. */
export const exportUsersInput = userFilter
  .extend(userOrder.shape)
  .extend({ lastEventId: secretText({ max: 1300 }).optional() })
  .strict()
export type ExportUsersInput = z.infer<typeof exportUsersInput>

export const userStatsInput = z.object({ days: wholeNumber({ min: 1, max: 90 }).default(30) }).strict()
export type UserStatsInput = z.infer<typeof userStatsInput>

export const getUserInput = z.object({ id: idSchema }).strict()
export type GetUserInput = z.infer<typeof getUserInput>

/** A user, and the list in which to look beside them. */
export const userNeighboursInput = userFilter.extend(userOrder.shape).extend({ id: idSchema }).strict()
export type UserNeighboursInput = z.infer<typeof userNeighboursInput>

/** The user whom an act is done to. */
export const userIdInput = z.object({ id: idSchema }).strict()
export type UserIdInput = z.infer<typeof userIdInput>

/** Why somebody is banned. */
export const banReason = line({ min: 1, max: 500 })
/** When the ban ends; null: not by itself. */
export const banUntil = instantSchema.nullable()

export const updateUserInput = z
  .object({
    id: idSchema,
    name: nameSchema.optional(),
    /** The most credits that they may spend in a month, whatever their plan says; null for no bound. */
    monthlyCreditsQuota: quotaSchema.optional(),
  })
  .strict()
export type UpdateUserInput = z.infer<typeof updateUserInput>

export const setRoleInput = z.object({ id: idSchema, role: roleSchema }).strict()
export type SetRoleInput = z.infer<typeof setRoleInput>

/** `verified`: whether the actor knows that the address is theirs; else its owner has to prove it. */
export const setEmailInput = z
  .object({ id: idSchema, email: emailSchema, verified: z.boolean().default(false) })
  .strict()
export type SetEmailInput = z.infer<typeof setEmailInput>

export const banUserInput = z.object({ id: idSchema, reason: banReason, until: banUntil }).strict()
export type BanUserInput = z.infer<typeof banUserInput>

/** The reason is mailed to the person. */
export const refuseUserInput = z
  .object({ id: idSchema, reason: line({ min: 1, max: 500 }).optional() })
  .strict()
export type RefuseUserInput = z.infer<typeof refuseUserInput>

/** Sign-up as Better Auth takes it, checked before it sees it. */
export const signUpInput = z.object({ name: nameSchema, email: emailSchema, password: passwordSchema })

/** What the forms of sign-in, resend, forgotten and new password hold. */
export const signInInput = z.object({
  email: emailSchema,
  password: givenPasswordSchema,
})
export const emailInput = z.object({ email: emailSchema })
export const newPasswordInput = z.object({ newPassword: passwordSchema })

/** The signed-in user, as every call knows them. Dates are ISO strings, as JSON carries them. */
export interface SessionUser {
  id: string
  name: string
  email: string
  emailVerified: boolean
  /** The path of their picture. */
  image: string | null
  role: Role
  twoFactorEnabled: boolean
  /** Whether the account waits for an admin's approval: until then only `users.me` and signing out work. */
  pending: boolean
  createdAt: string
}

/** A row of the users list and a user's page. `email` is masked for callers who may not read it. */
export interface UserSummary {
  id: string
  name: string
  email: string
  emailVerified: boolean
  image: string | null
  role: Role
  status: UserStatus
  /** How the user can sign in, passkeys left out. */
  providers: string[]
  twoFactorEnabled: boolean
  /** The last call, to the minute; null before the first one. */
  lastActiveAt: string | null
  createdAt: string
  updatedAt: string
  deletedAt: string | null
}

/** A user with what the product's fields hold of them; null for callers who may not read it, as e-mails. */
export interface DetailedUser extends UserSummary {
  details: PersonDetails | null
}

export interface UserDetail extends DetailedUser {
  bannedAt: string | null
  bannedUntil: string | null
  banReason: string | null
  /** Since when the account waits for approval. */
  pendingSince: string | null
  sessionCount: number
  lastSeenAt: string | null
  passkeyCount: number
  /** The invitation by which the user may still set a password. */
  invitation: { id: string; sentAt: string; expiresAt: string; expired: boolean } | null
  /** What keeps them from signing in from a new browser, since it was tried too often: passwords or codes, and until when. */
  lock: { of: 'passwords' | 'codes'; until: string } | null
  /** What they have and may spend; null for callers who may not read credits. */
  credits: UserCredits | null
}

/** What a user may spend, and has spent in the month that ends at `resetsAt`. */
export interface UserCredits {
  available: number
  held: number
  quota: number | null
  usedThisMonth: number
  resetsAt: string
  plan: { name: string; title: string }
}

type Neighbour = Pick<UserSummary, 'id' | 'name'>

/** Who stands beside a user in a list; null at its ends. */
export interface UserNeighbours {
  previous: Neighbour | null
  next: Neighbour | null
}

/** A piece of an export: whole records of the file, and how many there have been with it. */
export interface UsersExportChunk {
  csv: string
  rows: number
  /** How many there were at the begin, counted as lists are. */
  total: number
  totalCapped: boolean
}

/** How many users there are, as they were at `asOf`. Live users are all that are not deleted. */
export interface UserStats {
  asOf: string
  live: number
  byStatus: Record<UserStatus, number>
  /** Live users. */
  byRole: Record<Role, number>
  /** The last days (UTC), today last; `created` leaves out who was purged since. */
  days: { day: string; created: number; active: number }[]
}
