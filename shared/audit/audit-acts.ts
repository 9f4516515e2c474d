import { z } from 'zod'
import { shared } from '#product/shared.ts'
import { feedbackStatuses } from '../feedback-statuses.ts'
import { overrideTargets } from '../limits/limit-rules.ts'
import { overrideEffects } from '../limits/limits.ts'
import { joinTables, type Unshared } from '../product/join-tables.ts'
import { roleSchema } from '../roles/role-schema.ts'
import { settingSchemas } from '../settings.ts'
import { exportUsersInput, nameSchema, userFilter } from '../users.ts'
import { type Act, exported, fields, instant } from './act.ts'
import { creditActs } from './credit-acts.ts'

/** What an act of ours can be done to. `account` is an e-mail address nobody may be known by, as its hash. */
export type OwnSubjectType =
  | 'user'
  | 'account'
  | 'invitation'
  | 'setting'
  | 'override'
  | 'policy'
  | 'counter'
  | 'lockout'
  | 'feedback'
  | 'view'
  | 'procedure'
  | 'audit'
  | 'order'
  | 'subscription'

const text = z.string()
const number = z.number()

/** The address of a picture was part of it until pictures were kept here. */
const profile = fields({ name: nameSchema, image: text.nullable() })
const picture = fields({ image: text.nullable() })
const role = fields({ role: roleSchema })
const ban = fields({
  bannedAt: instant.nullable(),
  bannedUntil: instant.nullable(),
  banReason: text.nullable(),
})
const name = fields({ name: text })
const disabling = fields({ disabledAt: instant.nullable() })
const deletion = fields({ deletedAt: instant.nullable() })
const refusal = fields({ deletedAt: instant.nullable(), reason: text.nullable() })
const approval = fields({ pendingSince: instant.nullable() })
const email = fields({ email: text })
const verification = fields({ emailVerified: z.boolean() })
const givenEmail = fields({ email: text, emailVerified: z.boolean() })
/** Whatever fields the product has. */
const details = z.object({}).catchall(z.union([text, number, z.boolean(), z.null()]))
const revocation = fields({ revokedAt: instant.nullable() })
const mailing = fields({ expiresAt: instant, revokedAt: instant.nullable(), sentAt: instant })
const acceptance = fields({ acceptedAt: instant.nullable(), name: text.nullable(), role: roleSchema })
const method = fields({ method: text.nullable() })
const provider = fields({ provider: text.nullable() })
const factors = fields({ twoFactorEnabled: z.boolean(), passkeys: number })
const passkey = fields({ passkey: text.nullable(), label: text.nullable() })
/** Never the key itself, nor its hash. */
const key = fields({
  key: text,
  name: text,
  permissions: z.array(text),
  addresses: z.array(text),
  expiresAt: instant,
  /** Until when the key that it replaced works. */
  previousUntil: instant.nullable(),
  /** Whether somebody found it where it should not be. */
  reported: z.boolean(),
})
/** Without what the view filters by, which may be somebody's address. */
const view = fields({ list: text, name: text })
const note = fields({ note: text, text })
const feedback = fields({ status: z.enum(feedbackStatuses), note: text.nullable() })
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

const ownActs = {
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
  'user.updateDetails': { subject: 'user', before: details, after: details, personal: 'all' },
  'user.setPicture': { subject: 'user', before: picture, after: picture, personal: ['image'] },
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
  /** Stands for one act on many; what was done to each is in rows of its group. */
  'user.bulk': {
    subject: 'procedure',
    after: fields({
      action: text,
      people: number,
      role: roleSchema,
      until: instant.nullable(),
      filter: userFilter,
    }),
  },
  'user.exportMe': { subject: 'user' },
  'user.verifyEmail': { subject: 'user' },
  'user.sendVerification': { subject: 'user' },
  'user.setVerified': { subject: 'user', before: verification, after: verification },
  'user.setEmail': { subject: 'user', before: givenEmail, after: givenEmail, personal: ['email'] },
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
    subject: ['user', 'lockout'],
    /** By the key of each lockout, without the hash of the address. */
    before: z.object({}).catchall(z.object({ failures: number, lockedUntil: instant.nullable() })),
  },
  'twoFactor.enable': { subject: 'user' },
  'twoFactor.disable': { subject: 'user' },
  'twoFactor.reset': { subject: 'user', before: factors, after: factors },
  'twoFactor.renewCodes': { subject: 'user' },
  'passkey.add': { subject: 'user', after: passkey },
  'passkey.rename': { subject: 'user', before: passkey, after: passkey },
  'passkey.remove': { subject: 'user', before: passkey },
  'apiKey.create': { subject: 'user', after: key, personal: ['name', 'addresses'] },
  'apiKey.rename': { subject: 'user', before: key, after: key, personal: ['name', 'addresses'] },
  'apiKey.rotate': { subject: 'user', before: key, after: key, personal: ['name', 'addresses'] },
  'apiKey.revoke': { subject: 'user', before: key, after: key, personal: ['name', 'addresses'] },
  'serviceAccount.create': {
    subject: 'user',
    after: fields({ name: text, role: roleSchema }),
    personal: ['name'],
  },
  'serviceAccount.rename': { subject: 'user', before: name, after: name, personal: ['name'] },
  'serviceAccount.setRole': { subject: 'user', before: role, after: role },
  'serviceAccount.disable': { subject: 'user', before: disabling, after: disabling },
  'serviceAccount.enable': { subject: 'user', before: disabling, after: disabling },
  'serviceAccount.remove': { subject: 'user', before: deletion, after: deletion },
  'serviceAccount.restore': { subject: 'user', before: deletion, after: deletion },
  ...creditActs,
  'note.add': { subject: 'user', after: note, personal: ['text'] },
  'note.edit': { subject: 'user', before: note, after: note, personal: ['text'] },
  'note.remove': { subject: 'user', before: note, personal: ['text'] },
  'feedback.set': { subject: 'feedback', before: feedback, after: feedback, personal: ['note'] },
  /** Stands for one act on many; what was done to each is in rows of its group. */
  'feedback.bulk': {
    subject: 'procedure',
    after: fields({ action: text, amount: number, status: z.enum(feedbackStatuses) }),
  },
  'feedback.export': { subject: 'procedure', after: exported },
  'view.create': { subject: 'view', after: view },
  'view.update': { subject: 'view', before: view, after: view },
  'view.remove': { subject: 'view', before: view },
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
  'audit.export': { subject: 'audit', after: exported },
  'audit.prune': { subject: 'audit', after: fields({ position: number, rows: number, before: instant }) },
  'audit.erase': { subject: 'user', after: fields({ rows: number }) },
  'audit.undo': { subject: 'audit', after: fields({ action: text, subject: text }) },
  'access.refuse': { subject: 'procedure', after: fields({ reason: text, permission: text }) },
} as const satisfies Record<`${string}.${string}`, Act<OwnSubjectType>>

export type OwnAuditAction = keyof typeof ownActs
export type EntityOf<Action> = Action extends `${infer Entity}.${string}` ? Entity : never
/** What the acts of ours are about: the part before the dot. */
export type OwnAuditEntity = EntityOf<OwnAuditAction>

/** What is recorded of the product. */
export type ProductActs = typeof shared.acts

/** Everything that is recorded, as `{entity}.{verb}`: ours and the product's, whose entities are its own. */
export const auditActs = joinTables(
  ownActs,
  shared.acts satisfies Unshared<Record<`${OwnAuditEntity}.${string}`, unknown>, ProductActs>,
)

type Each<Subject> = Subject extends readonly (infer One)[] ? One : Subject
/** What an act can be done to. */
export type SubjectOf<A> = A extends { subject: infer Subject } ? Extract<Each<Subject>, string> : never
/** What an act can be done to, of ours and of the product. */
export type AuditSubjectType = OwnSubjectType | SubjectOf<ProductActs[keyof ProductActs]>

/** What is recorded of an act. */
export const actOf = (action: keyof typeof auditActs): Act => auditActs[action]
