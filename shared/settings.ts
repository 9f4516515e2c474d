import { z } from 'zod'
import { emailSchema, nameSchema, passwordSchema } from './users.ts'

export const signUpModes = ['open', 'approval', 'invite', 'closed'] as const
export type SignUpMode = (typeof signUpModes)[number]

/** What a page must know before anybody signs in. */
export interface PublicSettings {
  signUp: SignUpMode
  providers: ('google' | 'github')[]
  emailVerificationRequired: boolean
  /** Whether mails go to the outbox page of this server (`/dev/mail`) instead of a mail server. */
  outboxPage: boolean
  /** No admin yet: the first one is made with the link that the server printed. */
  setupNeeded: boolean
}

export const completeSetupInput = z
  .object({
    token: z.string().min(1).max(200),
    name: nameSchema,
    email: emailSchema,
    password: passwordSchema,
  })
  .strict()
export type CompleteSetupInput = z.infer<typeof completeSetupInput>
