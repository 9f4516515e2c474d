import { asc, eq } from 'drizzle-orm'
import { feedback, savedView, userNote } from '#drizzle/schema/index.ts'
import type { PersonExport } from '#shared/security.ts'
import type { Database } from '../../database/database.ts'

/** The views of lists that somebody saved. */
export const readViews = (db: Database, id: string): Promise<PersonExport['views']> =>
  db
    .select({ list: savedView.list, name: savedView.name, query: savedView.query })
    .from(savedView)
    .where(eq(savedView.userId, id))
    .orderBy(asc(savedView.list), asc(savedView.name))

/** What staff wrote down about somebody. Who wrote it is theirs. */
export async function readNotes(db: Database, id: string): Promise<PersonExport['notes']> {
  const rows = await db
    .select()
    .from(userNote)
    .where(eq(userNote.userId, id))
    .orderBy(asc(userNote.createdAt), asc(userNote.id))
  return rows.map(({ text, createdAt, updatedAt }) => ({
    text,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }))
}

/** What somebody said about the product. */
export async function readFeedback(db: Database, id: string): Promise<PersonExport['feedback']> {
  const rows = await db
    .select()
    .from(feedback)
    .where(eq(feedback.userId, id))
    .orderBy(asc(feedback.createdAt), asc(feedback.id))
  return rows.map(({ content, rating, page, status, note, createdAt, updatedAt }) => ({
    content,
    rating,
    page,
    status,
    note,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }))
}
