import type { FeedbackTable, UserTable } from '#drizzle/schema/index.ts'
import type { Feedback } from '#shared/feedback-statuses.ts'
import type { ActorContext } from '../service-context.ts'
import { shownEmail } from '../users/user-view.ts'

/** A row with the user who sent it and the one who decided. */
export interface FeedbackRow {
  row: FeedbackTable
  sender: Pick<UserTable, 'id' | 'name' | 'email' | 'deletedEmail'> | null
  decider: { id: string; name: string } | null
}

/** Feedback as the actor may see it: the sender's address only with the permission to read it. */
export function toFeedback(ctx: ActorContext, { row, sender, decider }: FeedbackRow): Feedback {
  const { id, content, rating, page, status, note, createdAt, updatedAt } = row
  return {
    id,
    content: content === '' ? null : content,
    rating,
    page,
    status,
    note,
    user: sender && { id: sender.id, name: sender.name, email: shownEmail(ctx, sender) },
    decidedBy: decider,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }
}
