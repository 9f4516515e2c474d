import type { UserNoteTable } from '#drizzle/schema/index.ts'
import type { UserNote } from '#shared/notes.ts'

/** A note as it is read, with the name of its author. */
export function toUserNote(row: UserNoteTable, author: UserNote['author']): UserNote {
  const changed = row.updatedAt.getTime() !== row.createdAt.getTime()
  return {
    id: row.id,
    text: row.text,
    author,
    createdAt: row.createdAt.toISOString(),
    editedAt: changed ? row.updatedAt.toISOString() : null,
  }
}
