import { z } from 'zod'
import { overrideTargets } from '../limit-rules.ts'
import { overrideEffects } from '../limits.ts'
import { roleSchema } from '../role-schema.ts'
import { settingSchemas } from '../settings.ts'
import { exportUsersInput, imageSchema, nameSchema } from '../users.ts'

/** What an act can be done to. `account` is an e-mail address nobody may be known by, as its hash. */
export type AuditSubjectType =
  | 'user'
  | 'account'
  | 'invitation'
  | 'setting'
  | 'override'
  | 'policy'
  | 'counter'
  | 'lockout'
  | 'procedure'
  | 'audit'

/** What is recorded of one kind of act. */
export interface Act {
  subject: AuditSubjectType | readonly AuditSubjectType[]
  /** The fields that its row may hold as they were; without it, the act makes something. */
  before?: z.ZodObject
  /** The fields that its row may hold as they are since. */
  after?: z.ZodObject
  /** The fields that tell who a user is: erasing the person takes them out of the log as well. */
  personal?: readonly string[]
}

// A row keeps only what differs, and an act may leave out what it does not know: no field is a must.
const fields = <Shape extends z.ZodRawShape>(shape: Shape) => z.strictObject(shape).partial()

// A date where an act is recorded, text in the log.
const instant = z.union([z.date(), z.iso.datetime().transform((text) => new Date(text))])
const text = z.string()
const number = z.number()

const profile = fields({ name: nameSchema, image: imageSchema.nullable() })
const role = fields({ role: roleSchema })
const ban = fields({
  bannedAt: instant.nullable(),
  bannedUntil: instant.nullable(),
  banReason: text.nullable(),
})
const deletion = fields({ deletedAt: instant.nullable() })
const refusal = fields({ deletedAt: instant.nullable(), reason: text.nullable() })
const approval = fields({ pendingSince: instant.nullable() })
const email = fields({ email: text })
const revocation = fields({ revokedAt: instant.nullable() })
const mailing = fields({ expiresAt: instant, revokedAt: instant.nullable(), sentAt: instant })
const acceptance = fields({ acceptedAt: instant.nullable(), name: text.nullable(), role: roleSchema })
const method = fields({ method: text.nullable() })
const provider = fields({ provider: text.nullable() })
const factors = fields({ twoFactorEnabled: z.boolean(), passkeys: number })
const passkey = fields({ passkey: text.nullable(), label: text.nullable() })
const setting = fields({ value: z.union(Object.values(settingSchemas)) })
const override = fields({
  target: z.enum(overrideTargets),
  value: text,
  policy: text.nullable(),
  effect: z.enum(overrideEffects),
  limit: number.nullable(),
  reason: text,
  expiresAt: text.nullable(),
})
const quota = fields({ limit: number, windowMs: number, reason: text.nullable() })
const counts = fields({ count: number, previousCount: number })

/** Everything that is recorded, as `{entity}.{verb}`. */
export const auditActs = {
  'user.signUp': { subject: 'user', after: method },
  'user.create': {
    subject: 'user',
    after: fields({ name: text, email: text, role: roleSchema }),
    personal: ['name', 'email'],
  },
  'user.update': {
    subject: 'user',
    before: profile,
    after: profile,
    personal: ['name', 'image'],
  },
  'user.setRole': { subject: 'user', before: role, after: role },
  'user.ban': { subject: 'user', before: ban, after: ban, personal: ['banReason'] },
  'user.unban': { subject: 'user', before: ban, after: ban, personal: ['banReason'] },
  'user.remove': { subject: 'user', before: deletion, after: deletion },
  'user.restore': { subject: 'user', before: deletion, after: deletion },
  'user.purge': {
    subject: 'user',
    before: fields({ role: roleSchema, createdAt: instant, deletedAt: instant.nullable() }),
  },
  'user.approve': { subject: 'user', before: approval, after: approval },
  'user.refuse': { subject: 'user', before: refusal, after: refusal, personal: ['reason'] },
  'user.export': {
    subject: 'procedure',
    after: fields({
      ...exportUsersInput.omit({ lastEventId: true }).shape,
      total: number,
      totalCapped: z.boolean(),
      resumed: z.boolean(),
    }),
  },
  'user.exportMe': { subject: 'user' },
  'user.verifyEmail': { subject: 'user' },
  'user.changeEmail': { subject: 'user', before: email, after: email, personal: ['email'] },
  'user.changePassword': { subject: 'user' },
  'user.requestReset': { subject: 'user' },
  'user.resetPassword': { subject: 'user' },
  'invitation.create': {
    subject: 'user',
    after: fields({ name: text.nullable(), email: text, role: roleSchema, expiresAt: instant }),
    personal: ['name', 'email'],
  },
  'invitation.resend': { subject: 'user', before: mailing, after: mailing },
  'invitation.revoke': { subject: 'user', before: revocation, after: revocation },
  'invitation.accept': { subject: 'user', before: acceptance, after: acceptance, personal: ['name'] },
  'session.signIn': { subject: 'user', after: method },
  'session.fail': {
    subject: ['user', 'account'],
    after: fields({ method: text.nullable(), refusal: text }),
  },
  'session.signOut': { subject: 'user' },
  'session.end': {
    subject: 'user',
    before: fields({
      sessionId: text,
      address: text.nullable(),
      device: text.nullable(),
      /** How many, when all were ended, or all but the one that ended them. */
      all: number,
      others: number,
    }),
    personal: ['address', 'device'],
  },
  'session.confirm': { subject: 'user', after: fields({ sessionId: text }) },
  'session.impersonate': {
    subject: 'user',
    after: fields({ reason: text.nullable(), expiresAt: instant }),
    personal: ['reason'],
  },
  'session.endImpersonation': { subject: 'user' },
  'account.link': { subject: 'user', after: provider },
  'account.unlink': { subject: 'user', before: provider },
  'account.lock': { subject: ['user', 'account'], after: fields({ method: text, until: instant }) },
  'account.unlock': {
    subject: 'lockout',
    /** By the key of each lockout. */
    before: z.object({}).catchall(z.object({ failures: number, lockedUntil: instant.nullable() })),
  },
  'twoFactor.enable': { subject: 'user' },
  'twoFactor.disable': { subject: 'user' },
  'twoFactor.reset': { subject: 'user', before: factors, after: factors },
  'twoFactor.renewCodes': { subject: 'user' },
  'passkey.add': { subject: 'user', after: passkey },
  'passkey.rename': { subject: 'user', before: passkey, after: passkey },
  'passkey.remove': { subject: 'user', before: passkey },
  'setting.set': { subject: 'setting', before: setting, after: setting },
  'setting.testMail': { subject: 'user' },
  'override.set': { subject: 'override', before: override, after: override },
  'override.remove': { subject: 'override', before: override },
  'policy.set': { subject: 'policy', before: quota, after: quota },
  'policy.reset': { subject: 'policy', before: quota, after: quota },
  'counter.increment': { subject: 'counter', before: counts, after: counts },
  'counter.decrement': { subject: 'counter', before: counts, after: counts },
  'counter.reset': { subject: 'counter', before: counts, after: counts },
  'counter.resetAll': { subject: 'counter', after: fields({ count: number }) },
  'audit.export': {
    subject: 'audit',
    after: fields({ filter: z.record(z.string(), z.unknown()), resumedAfter: number }),
  },
  'audit.prune': { subject: 'audit', after: fields({ position: number, rows: number, before: instant }) },
  'audit.erase': { subject: 'user', after: fields({ rows: number }) },
  'audit.undo': { subject: 'audit', after: fields({ action: text, subject: text }) },
  'access.refuse': { subject: 'procedure', after: fields({ reason: text, permission: text }) },
} as const satisfies Record<`${string}.${string}`, Act>

/** What is recorded of an act. */
export const actOf = (action: keyof typeof auditActs): Act => auditActs[action]
