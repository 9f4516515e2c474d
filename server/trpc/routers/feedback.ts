import { tracked } from '@trpc/server'
import {
  exportFeedbackInput,
  feedbackIdInput,
  listFeedbackInput,
  sendFeedbackInput,
  setFeedbackInput,
  setManyFeedbackInput,
} from '#shared/feedback.ts'
import { exportFeedback } from '../../feedback/export-feedback.ts'
import { getFeedback, listFeedback } from '../../feedback/list-feedback.ts'
import { sendFeedback } from '../../feedback/send-feedback.ts'
import { setFeedback } from '../../feedback/set-feedback.ts'
import { setManyFeedback } from '../../feedback/set-many-feedback.ts'
import { adminProcedure, protectedProcedure, router } from '../procedures.ts'

const readAll = adminProcedure.meta({ permission: 'feedback.read' })
const manage = adminProcedure.meta({ permission: 'feedback.manage' })

export const feedbackRouter = router({
  /** Sends what I have to say about the product. */
  // It is said in somebody's name, so neither a program nor an admin who acts as them says it.
  send: protectedProcedure
    .meta({ keys: false, limit: 'feedback', whileImpersonating: false, rest: 'POST /api/feedback' })
    .input(sendFeedbackInput)
    .mutation(({ ctx, input }) => sendFeedback(ctx, input)),
  /** Lists feedback, the newest first. */
  list: readAll
    .meta({ rest: 'GET /api/admin/feedback' })
    .input(listFeedbackInput)
    .query(({ ctx, input }) => listFeedback(ctx, input)),
  /** Shows feedback. */
  get: readAll
    .meta({ rest: 'GET /api/admin/feedback/{id}' })
    .input(feedbackIdInput)
    .query(({ ctx, input }) => getFeedback(ctx, input)),
  export: adminProcedure
    .meta({ permission: 'export', limit: 'export' })
    .input(exportFeedbackInput)
    .subscription(async function* ({ ctx, input }) {
      for await (const { cursor, ...chunk } of exportFeedback(ctx, input)) yield tracked(cursor, chunk)
    }),
  /** Sets the state of feedback, and what the staff note about it. */
  set: manage
    .meta({ rest: 'PATCH /api/admin/feedback/{id}' })
    .input(setFeedbackInput)
    .mutation(({ ctx, input }) => setFeedback(ctx, input)),
  /** Sets the state of some feedback, a hundred at a time. */
  setMany: manage
    .meta({ rest: 'POST /api/admin/feedback-acts' })
    .input(setManyFeedbackInput)
    .mutation(({ ctx, input }) => setManyFeedback(ctx, input)),
})
