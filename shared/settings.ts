import { z } from 'zod'
import { wholeNumber } from './number.ts'
import { emailSchema, nameSchema, passwordSchema } from './users.ts'

export const signUpModes = ['open', 'approval', 'invite', 'closed'] as const
export type SignUpMode = (typeof signUpModes)[number]

/** What an admin changes at run time: every setting and the values it may have. */
export const settingSchemas = {
  /** Who may register: everybody, everybody who is then approved, the invited, or nobody. */
  signUpMode: z.enum(signUpModes),
  /** How many days the audit log keeps its rows; null for ever. */
  auditRetentionDays: wholeNumber({ min: 30, max: 3650 }).nullable(),
}
export type SettingKey = keyof typeof settingSchemas
export type Settings = { [Key in SettingKey]: z.infer<(typeof settingSchemas)[Key]> }
export const settingKeys = Object.keys(settingSchemas) as SettingKey[]

const oneSetting = <Key extends SettingKey>(key: Key) =>
  z.object({ key: z.literal(key), value: settingSchemas[key] }).strict()

export const setSettingInput = z.discriminatedUnion('key', [
  oneSetting('signUpMode'),
  oneSetting('auditRetentionDays'),
])
export type SetSettingInput = z.infer<typeof setSettingInput>

/** A setting with its value in force, the one it has while nobody changes it, and who changed it last. */
export type SettingView = {
  [Key in SettingKey]: {
    key: Key
    value: Settings[Key]
    default: Settings[Key]
    /** Null while it has its default; `by` is null once they are gone. */
    changed: { by: { id: string; name: string } | null; at: string } | null
  }
}[SettingKey]

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
