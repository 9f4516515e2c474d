import { z } from 'zod'
import { shared } from '#product/shared.ts'
import type { PersonFieldView } from './person-details.ts'
import { joinTables } from './product/join-tables.ts'
import { wholeNumber } from './text/number.ts'
import { line, secretText } from './text/text.ts'
import { timeZoneSchema } from './text/time-zone.ts'
import { emailSchema, nameSchema, passwordSchema } from './users.ts'

export const signUpModes = ['open', 'approval', 'invite', 'closed'] as const
export type SignUpMode = (typeof signUpModes)[number]

/** Where months of credits begin until an admin says something else. */
export const defaultTimeZone = 'UTC'

const ownSchemas = {
  /** Who may register: everybody, everybody who is then approved, the invited, or nobody. */
  signUpMode: z.enum(signUpModes),
  /** How many days the audit log keeps its rows; null for ever. */
  auditRetentionDays: wholeNumber({ min: 30, max: 3650 }).nullable(),
  /** Where months of credits begin at midnight. A change counts from the end of the month that runs for each owner. */
  billingTimeZone: timeZoneSchema,
  /** Who is mailed when feedback comes; empty for nobody. */
  feedbackEmail: line({ max: 255 })
    .toLowerCase()
    .refine((email) => email === '' || emailSchema.safeParse(email).success, 'Not an e-mail address.'),
}
export type OwnSettingKey = keyof typeof ownSchemas

type Declared = typeof shared.settings
type ProductSchemas = { [Key in keyof Declared]: SchemaOf<Declared[Key]> }
type SchemaOf<Setting> = Setting extends { schema: infer Schema extends z.ZodType } ? Schema : never

const productSchemas = Object.fromEntries(
  Object.entries<{ schema: z.ZodType }>(shared.settings).map(([key, { schema }]) => [key, schema]),
) as ProductSchemas

/** What an admin changes at run time: every setting, ours and the product's, and the values it may have. */
export const settingSchemas = joinTables(ownSchemas, productSchemas)
export type SettingKey = keyof typeof settingSchemas
export type Settings = { [Key in SettingKey]: z.infer<(typeof settingSchemas)[Key]> }
/** The values of the product's own settings. */
export type ProductSettings = { [Key in Exclude<SettingKey, OwnSettingKey>]: Settings[Key] }
export const settingKeys = Object.keys(settingSchemas) as SettingKey[]

/** A setting and the value that it is to have. */
export type SetSettingInput = { [Key in SettingKey]: { key: Key; value: Settings[Key] } }[SettingKey]

const oneSetting = (key: SettingKey) => z.object({ key: z.literal(key), value: settingSchemas[key] }).strict()
const [first, ...others] = settingKeys.map(oneSetting)
if (!first) throw new Error('There are settings of ours.')
export const setSettingInput = z.discriminatedUnion('key', [first, ...others]) as z.ZodType<
  SetSettingInput,
  SetSettingInput
>

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
  /** The fields of the product that registration asks for. */
  signUpFields: PersonFieldView[]
  /** No admin yet: the first one is made with the link that the server printed. */
  setupNeeded: boolean
}

export const completeSetupInput = z
  .object({
    token: secretText({ min: 1, max: 200 }),
    name: nameSchema,
    email: emailSchema,
    password: passwordSchema,
  })
  .strict()
export type CompleteSetupInput = z.infer<typeof completeSetupInput>
