import { addNoteInput, editNoteInput, listNotesInput, noteIdInput } from '#shared/notes.ts'
import { addNote } from '../../notes/add-note.ts'
import { editNote } from '../../notes/edit-note.ts'
import { listNotes } from '../../notes/list-notes.ts'
import { removeNote } from '../../notes/remove-note.ts'
import { adminProcedure, router } from '../procedures.ts'

const writeNotes = adminProcedure.meta({ permission: 'users.moderate' })

export const notesRouter = router({
  /** Lists the notes about a user. */
  list: adminProcedure
    .meta({ permission: 'users.list', rest: 'GET /api/admin/users/{userId}/notes' })
    .input(listNotesInput)
    .query(({ ctx, input }) => listNotes(ctx, input)),
  /** Adds a note about a user. */
  add: writeNotes
    .meta({ rest: 'POST /api/admin/users/{userId}/notes' })
    .input(addNoteInput)
    .mutation(({ ctx, input }) => addNote(ctx, input)),
  /** Changes a note of my own. */
  edit: writeNotes
    .meta({ rest: 'PATCH /api/admin/notes/{id}' })
    .input(editNoteInput)
    .mutation(({ ctx, input }) => editNote(ctx, input)),
  /** Removes a note of my own. */
  remove: writeNotes
    .meta({ rest: 'DELETE /api/admin/notes/{id}' })
    .input(noteIdInput)
    .mutation(({ ctx, input }) => removeNote(ctx, input)),
})
