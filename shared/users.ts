import { z } from 'zod'
import { pageInput } from './pagination.ts'
import { type Role, roleSchema } from './roles.ts'
import { idSchema, line } from './text.ts'

export const nameSchema = line({ min: 1, max: 150 })

export const emailSchema = line({ max: 255 })
  .pipe(z.email('Not an e-mail address.'))
  .transform((email) => email.toLowerCase())

/** 8 to 128 characters; whether it is too common is decided on the server. */
export const passwordSchema = z
  .string()
  .min(8, 'At least 8 characters.')
  .max(128, 'At most 128 characters.')
  .refine((value) => !value.includes('\u0000'), 'Contains characters that are not allowed.')

/** The address of a picture: http or https only, so that no script can hide in it. */
export const imageSchema = line({ max: 500 }).pipe(
  z.url({ protocol: /^https?$/, error: 'An address that begins with https:// or http://.' }),
)

export const userStatuses = ['active', 'banned', 'deleted'] as const
export const userStatusSchema = z.enum(userStatuses)
export type UserStatus = z.infer<typeof userStatusSchema>

export const userSorts = ['createdAt', 'name', 'email'] as const

export const updateMeInput = z
  .object({ name: nameSchema.optional(), image: imageSchema.nullable().optional() })
  .strict()
export type UpdateMeInput = z.infer<typeof updateMeInput>

export const deleteMeInput = z.object({ password: z.string().max(128).optional() }).strict()
export type DeleteMeInput = z.infer<typeof deleteMeInput>

export const listUsersInput = pageInput
  .extend({
    search: line({ max: 255 }).optional(),
    role: roleSchema.optional(),
    status: userStatusSchema.optional(),
    sort: z.enum(userSorts).default('createdAt'),
    direction: z.enum(['asc', 'desc']).default('desc'),
  })
  .strict()
export type ListUsersInput = z.infer<typeof listUsersInput>

export const getUserInput = z.object({ id: idSchema }).strict()
export type GetUserInput = z.infer<typeof getUserInput>

/** Sign-up as Better Auth takes it, checked before it sees it. */
export const signUpInput = z.object({ name: nameSchema, email: emailSchema, password: passwordSchema })

/** What the forms of sign-in, resend, forgotten and new password hold. */
export const signInInput = z.object({
  email: emailSchema,
  password: z.string().min(1, 'Required.').max(128, 'At most 128 characters.'),
})
export const emailInput = z.object({ email: emailSchema })
export const newPasswordInput = z.object({ newPassword: passwordSchema })

/** The signed-in user, as every call knows them. Dates are ISO strings, as JSON carries them. */
export interface SessionUser {
  id: string
  name: string
  email: string
  emailVerified: boolean
  image: string | null
  role: Role
  createdAt: string
}

/** A row of the users list and a user's page. `email` is masked for who may not read it. */
export interface UserSummary {
  id: string
  name: string
  email: string
  emailVerified: boolean
  image: string | null
  role: Role
  status: UserStatus
  createdAt: string
  updatedAt: string
  deletedAt: string | null
}

export interface UserDetail extends UserSummary {
  bannedAt: string | null
  bannedUntil: string | null
  banReason: string | null
  /** How the user can sign in: `credential`, `google`, `github`. */
  providers: string[]
  sessionCount: number
  lastSeenAt: string | null
}
