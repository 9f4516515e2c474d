import { z } from 'zod'
import { safeNextPath } from './addresses/next-path.ts'
import type { EachResult } from './errors.ts'
import { feedbackStatuses } from './feedback-statuses.ts'
import { pageInput } from './pagination.ts'
import { wholeNumber } from './text/number.ts'
import { idSchema, instantSchema, line, paragraphs, secretText } from './text/text.ts'

/** What a person may write. */
export const feedbackContent = paragraphs({ min: 3, max: 5000 })
export const feedbackRating = wholeNumber({ min: 1, max: 5 })
export const feedbackNote = paragraphs({ max: 500 })

const longestPage = 300
// A query may be long before it is left out.
const longestAddress = 2000

// Without the query: what somebody searched for there may be another's address, which not everybody reads who reads this.
const page = z
  .string()
  .max(longestAddress)
  .transform((value, context) => {
    const path = safeNextPath(value)?.replace(/[?#].*$/s, '')
    if (path && path.length <= longestPage) return path
    context.addIssue({ code: 'custom', message: 'Not a path of this application.' })
    return z.NEVER
  })

export const sendFeedbackInput = z
  .object({
    content: feedbackContent,
    rating: feedbackRating.optional(),
    /** The page that it came from: a path of ours. */
    page: page.optional(),
    /** Of the sender's choice: what is sent again with the same key is there once. */
    key: idSchema.optional(),
  })
  .strict()
export type SendFeedbackInput = z.infer<typeof sendFeedbackInput>

/** Which feedback: all that is given must hold. */
export const feedbackFilter = z.object({
  status: z.enum(feedbackStatuses).optional(),
  rating: feedbackRating.optional(),
  userId: idSchema.optional(),
  from: instantSchema.optional(),
  /** Not included. */
  to: instantSchema.optional(),
  /** In what was written, the page, the note and the name of who sent it. */
  search: line({ min: 1, max: 255 }).optional(),
})
export type FeedbackFilter = z.infer<typeof feedbackFilter>

export const listFeedbackInput = pageInput.extend(feedbackFilter.shape).strict()
export type ListFeedbackInput = z.infer<typeof listFeedbackInput>

export const feedbackIdInput = z.object({ id: idSchema }).strict()
export type FeedbackIdInput = z.infer<typeof feedbackIdInput>

/** What is left out stays as it is. */
export const setFeedbackInput = z
  .object({
    id: idSchema,
    status: z.enum(feedbackStatuses).optional(),
    note: feedbackNote.nullable().optional(),
  })
  .strict()
export type SetFeedbackInput = z.infer<typeof setFeedbackInput>

/** So many one call sets. */
export const feedbackBatch = 100
const bulkMost = 10_000

/** The state of up to 100; a larger act goes on with the next call. */
export const setManyFeedbackInput = z
  .object({
    ids: z
      .array(idSchema)
      .min(1, 'At least one.')
      .max(feedbackBatch, `At most ${feedbackBatch}.`)
      .refine((ids) => new Set(ids).size === ids.length, 'Each only once.'),
    status: z.enum(feedbackStatuses),
    /** How many it is for, where it takes more than this call. */
    amount: wholeNumber({ min: 1, max: bulkMost }).optional(),
    /** The answer's `groupId` of the call before: both are one act in the audit log. */
    groupId: idSchema.optional(),
  })
  .strict()
export type SetManyFeedbackInput = z.infer<typeof setManyFeedbackInput>

/** What became of each, in the order of the ids. */
export interface SetManyFeedbackAnswer {
  /** The row of the audit log that stands for the act; null for an act on one. */
  groupId: string | null
  results: EachResult[]
}

/** `lastEventId` is what the client of a stream that broke has got last; it goes on behind that. */
export const exportFeedbackInput = feedbackFilter
  .extend({ lastEventId: secretText({ max: 1300 }).optional() })
  .strict()
export type ExportFeedbackInput = z.infer<typeof exportFeedbackInput>

/** A piece of an export: whole records of the file, and how many there have been with it. */
export interface FeedbackExportChunk {
  csv: string
  rows: number
}

/** What the sender is told. */
export interface SentFeedback {
  id: string
  /** ISO. */
  createdAt: string
}
