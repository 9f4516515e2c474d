import { aliasedTable, and, desc, eq, gte, ilike, lt, or, type SQL, sql } from 'drizzle-orm'
import { feedback, user } from '#drizzle/schema/index.ts'
import type { FeedbackFilter, FeedbackIdInput, ListFeedbackInput } from '#shared/feedback.ts'
import type { Feedback } from '#shared/feedback-statuses.ts'
import type { Page } from '#shared/pagination.ts'
import type { Database } from '../database/database.ts'
import { containing } from '../database/like.ts'
import { behindTime, countTo, pageOf } from '../database/page.ts'
import { AppError } from '../errors.ts'
import type { ActorContext } from '../service-context.ts'
import { type FeedbackRow, toFeedback } from './feedback-view.ts'

/** The order of the list. */
export const feedbackOrder = { at: feedback.createdAt, id: feedback.id }

const countedFeedback = 10_000
const decider = aliasedTable(user, 'decider')

/** A page of feedback, newest first, counted to 10,000. Throws BAD_REQUEST for a cursor that is not ours. */
export async function listFeedback(
  ctx: ActorContext,
  { limit, cursor, ...filter }: ListFeedbackInput,
): Promise<Page<Feedback>> {
  const matching = matchesFeedback(filter)
  const counting = ctx.db
    .select({ one: sql`1` })
    .from(feedback)
    .leftJoin(user, eq(user.id, feedback.userId))
    .where(matching)
  const [rows, counted] = await Promise.all([
    readFeedback(ctx.db, { where: and(matching, behindTime(feedbackOrder, cursor)), limit: limit + 1 }),
    countTo(ctx.db, countedFeedback, counting),
  ])
  const page = pageOf(rows, limit, ({ row }) => [row.createdAt.toISOString(), row.id])
  return {
    ...page,
    items: page.items.map((row) => toFeedback(ctx, row)),
    total: Math.min(counted, countedFeedback),
    totalCapped: counted > countedFeedback,
  }
}

/** One of them. Throws NOT_FOUND. */
export async function getFeedback(ctx: ActorContext, { id }: FeedbackIdInput): Promise<Feedback> {
  const [row] = await readFeedback(ctx.db, { where: eq(feedback.id, id), limit: 1 })
  if (!row) throw noSuchFeedback()
  return toFeedback(ctx, row)
}

/** The answer to an id that no feedback has. */
export const noSuchFeedback = () => new AppError('NOT_FOUND', 'There is no such feedback.')

/** The feedback that the filter is for. */
export const matchesFeedback = ({
  status,
  rating,
  userId,
  from,
  to,
  search,
}: FeedbackFilter): SQL | undefined =>
  and(
    status && eq(feedback.status, status),
    rating ? eq(feedback.rating, rating) : undefined,
    userId ? eq(feedback.userId, userId) : undefined,
    from ? gte(feedback.createdAt, new Date(from)) : undefined,
    to ? lt(feedback.createdAt, new Date(to)) : undefined,
    search
      ? or(
          ...[feedback.content, feedback.page, feedback.note, user.name].map((text) =>
            ilike(text, containing(search)),
          ),
        )
      : undefined,
  )

/** Feedback with who sent it and who decided, newest first. */
export const readFeedback = (
  db: Database,
  { where, limit }: { where: SQL | undefined; limit: number },
): Promise<FeedbackRow[]> =>
  db
    .select({
      row: feedback,
      sender: { id: user.id, name: user.name, email: user.email, deletedEmail: user.deletedEmail },
      decider: { id: decider.id, name: decider.name },
    })
    .from(feedback)
    .leftJoin(user, eq(user.id, feedback.userId))
    .leftJoin(decider, eq(decider.id, feedback.decidedBy))
    .where(where)
    .orderBy(desc(feedback.createdAt), desc(feedback.id))
    .limit(limit)
