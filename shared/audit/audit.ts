import { z } from 'zod'
import type { EachResult } from '../errors.ts'
import { pageInput } from '../pagination.ts'
import type { SessionDevice } from '../sessions.ts'
import { wholeNumber } from '../text/number.ts'
import { idSchema, instantSchema, line, secretText } from '../text/text.ts'
import { type AuditSubjectType, auditActs, type EntityOf } from './audit-acts.ts'

export type AuditAction = keyof typeof auditActs
export const auditActions = Object.keys(auditActs) as AuditAction[]

export type AuditEntity = EntityOf<AuditAction>

/** What the actions are about: the part before the dot. */
export const auditEntities = [...new Set(auditActions.map((action) => action.split('.')[0] as AuditEntity))]

/** Which rows: all that is given must hold. */
export const auditFilter = z.object({
  actions: z.array(z.enum(auditActions)).min(1).max(auditActions.length).optional(),
  entity: z.enum(auditEntities).optional(),
  /** Who acted, or who acted as somebody else. */
  actorId: idSchema.optional(),
  subjectId: line({ min: 1, max: 300 }).optional(),
  /** Without what people did to themselves; what an admin did who acted as them stays. */
  toOthers: z.literal(true).optional(),
  /** Of one act on many only the row that stands for it, without those of its group. */
  grouped: z.literal(true).optional(),
  /** The rows of this group. */
  groupId: idSchema.optional(),
  from: instantSchema.optional(),
  /** Not included. */
  to: instantSchema.optional(),
  /** In names, e-mail addresses, network addresses and the subject's id; other ids as a whole. */
  search: line({ min: 1, max: 255 }).optional(),
})
export type AuditFilter = z.infer<typeof auditFilter>

export const listAuditInput = pageInput.extend(auditFilter.shape).strict()
export type ListAuditInput = z.infer<typeof listAuditInput>

/** What an act that can be taken back answers: its row of the log, by which it is; null when nothing changed. */
export interface Acted {
  auditId: string | null
}

/** The row of the act that is taken back. */
export const undoInput = z.object({ id: idSchema }).strict()
export type UndoInput = z.infer<typeof undoInput>

/** `run` and `after` are what the answer before said; without them it begins, or goes on with what is left. */
export const undoGroupInput = z
  .object({ id: idSchema, run: idSchema.optional(), after: idSchema.optional() })
  .strict()
export type UndoGroupInput = z.infer<typeof undoGroupInput>

/** What became of some acts of a group: of each by whom it was done to. */
export interface UndoGroupAnswer {
  /** The row of the audit log that stands for the undo. */
  run: string
  results: (EachResult & { name: string | null })[]
  /** Behind which act to go on; null at the end. */
  after: string | null
}

export const getAuditInput = z.object({ id: idSchema }).strict()
export type GetAuditInput = z.infer<typeof getAuditInput>

/** `lastEventId` is what the client of a stream that broke has got last; it goes on behind that. */
export const exportAuditInput = auditFilter
  .extend({ lastEventId: secretText({ max: 1300 }).optional() })
  .strict()
export type ExportAuditInput = z.infer<typeof exportAuditInput>

/** A piece of an export: whole records of the file, and how many there have been with it. */
export interface AuditExportChunk {
  csv: string
  rows: number
}

/** `after` is where the call before ended: its `next`. */
export const verifyAuditInput = z
  .object({
    after: z
      .object({ position: wholeNumber({ min: 0, max: Number.MAX_SAFE_INTEGER }), chain: line({ max: 200 }) })
      .strict()
      .optional(),
  })
  .strict()
export type VerifyAuditInput = z.infer<typeof verifyAuditInput>

/** Lists are counted to here; `totalCapped` says that there are more. */
export const countedAudit = 10_000

/**
 * A row of the log. What is readable of a person is null once they were erased. The fields are as the version of then
 * recorded them: `recordedText` reads one.
 */
export interface AuditEvent {
  id: string
  /** ISO. */
  at: string
  action: AuditAction
  /** Null: nobody known, or the server itself. */
  actor: { id: string; name: string | null; email: string | null } | null
  /** The admin who acted as the actor. */
  impersonator: { id: string; name: string | null } | null
  /** The key that a program of the actor's called with. */
  key: { id: string; name: string } | null
  subject: { type: AuditSubjectType; id: string; name: string | null; email: string | null }
  /** The fields that were changed, as they were; null for what was made. */
  before: Record<string, unknown> | null
  /** The fields that were changed, as they are since; null for what was removed. */
  after: Record<string, unknown> | null
  address: string | null
  /** As the browser named itself. */
  device: string | null
  /** What that says of the browser and its system. */
  browser: SessionDevice | null
  requestId: string
  /** The place in the chain; null until the row is sealed, about a second later. */
  position: number | null
  /** Whether personal data were taken out of the row. */
  erased: boolean
  /** The row that stands for the act on many that this one is a part of. */
  groupId: string | null
  /** For such a row: how many acts its group has, and how many of them were taken back. */
  group: { acts: number; undone: number } | null
  /** The row of the act that took this one back, or began to; null while it stands. */
  undoneBy: string | null
}

/** Where the chain stands: the position of a row and its link. */
export interface AuditChainEnd {
  position: number
  chain: string
}

/** The end of the chain at a time, signed: kept elsewhere, it later shows whether the log was cut off or rewritten. */
export const auditHeadSchema = z
  .object({
    position: z.number().int().min(0),
    chain: z.string().max(200),
    at: z.iso.datetime(),
    keyId: z.string().max(64),
    mac: z.string().max(64),
  })
  .strict()
export type AuditHead = z.infer<typeof auditHeadSchema>

/** What can be wrong with the log. */
export const auditProblemKinds = [
  'altered',
  'added',
  'missing',
  'unlinked',
  'erased',
  'unknown-key',
  'checkpoint',
  'head',
  'cut-off',
  'rewritten',
] as const

/** The first thing that is wrong, in the order of the log. */
export interface AuditProblem {
  kind: (typeof auditProblemKinds)[number]
  /** Null for a row that is not sealed yet. */
  position: number | null
  id: string | null
  /** ISO; null for a row that is missing. */
  at: string | null
  message: string
}

export interface AuditVerification {
  problem: AuditProblem | null
  /** How many sealed rows were found to be right. */
  sealed: number
  /** How many rows were right, but wait for the sealer. */
  unsealed: number
  /** Where to go on when the log is longer than what was asked for; null at its end. */
  next: AuditChainEnd | null
}
