import { z } from 'zod'
import { pageInput } from './pagination.ts'
import { idSchema, paragraphs } from './text/text.ts'

/** What a note may hold. */
export const noteText = paragraphs({ max: 2000 })

export const listNotesInput = pageInput.extend({ userId: idSchema }).strict()
export type ListNotesInput = z.infer<typeof listNotesInput>

export const addNoteInput = z.object({ userId: idSchema, text: noteText }).strict()
export type AddNoteInput = z.infer<typeof addNoteInput>

export const editNoteInput = z.object({ id: idSchema, text: noteText }).strict()
export type EditNoteInput = z.infer<typeof editNoteInput>

export const noteIdInput = z.object({ id: idSchema }).strict()
export type NoteIdInput = z.infer<typeof noteIdInput>

/** What staff wrote down about a user. */
export interface UserNote {
  id: string
  text: string
  /** Null: somebody who was erased since. */
  author: { id: string; name: string } | null
  /** ISO. */
  createdAt: string
  /** When it was last changed; null when it is as it was written. */
  editedAt: string | null
}
