import { Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { z } from 'zod'
import { noteText, type UserNote } from '#shared/notes.ts'
import type { UserSummary } from '#shared/users.ts'
import { ConfirmDialog } from '../../../components/dialog/confirm-dialog.tsx'
import { FormDialog } from '../../../components/dialog/form-dialog.tsx'
import { toast } from '../../../components/notice/toast.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { useSubmit } from '../../../lib/form/use-submit.ts'
import { validateWith } from '../../../lib/form/validate-with.ts'
import { text } from '../../../lib/text/text.ts'

const words = text.user
const schema = z.object({ text: noteText })

/** What is done with a note: it is written, changed or deleted. */
export type NoteAct = { kind: 'add' } | { kind: 'edit' | 'remove'; note: UserNote }

interface Props {
  act: NoteAct
  user: UserSummary
  onClose: () => void
}

/** Asks what an act on a note needs to know, and does it. */
export function NoteDialog({ act, user, onClose }: Props) {
  return act.kind === 'remove' ? (
    <RemoveDialog note={act.note} onClose={onClose} />
  ) : (
    <NoteForm user={user} note={act.kind === 'edit' ? act.note : null} onClose={onClose} />
  )
}

function NoteForm({
  user,
  note,
  onClose,
}: {
  user: UserSummary
  note: UserNote | null
  onClose: () => void
}) {
  const queries = trpc.useUtils()
  const form = useForm({
    initialValues: { text: note?.text ?? '' },
    validate: validateWith(async () => schema),
  })
  const submit = useSubmit({
    form,
    draft: `note ${note?.id ?? user.id}`,
    action: async (values) => {
      const input = schema.parse(values)
      if (note) await queries.client.notes.edit.mutate({ id: note.id, ...input })
      else await queries.client.notes.add.mutate({ userId: user.id, ...input })
      onClose()
      toast(note ? words.noteSaved : words.noteAdded)
      await Promise.all([queries.notes.invalidate(), queries.audit.invalidate()])
    },
  })
  return (
    <FormDialog
      title={note ? words.editNoteTitle : words.addNoteTitle(user.name)}
      confirm={note ? words.editNoteConfirm : words.addNoteConfirm}
      submit={submit}
      onClose={onClose}
    >
      <Textarea
        {...form.getInputProps('text')}
        label={words.note}
        description={words.notesLead}
        maxLength={2000}
        autosize
        minRows={4}
        maxRows={12}
        data-autofocus
      />
    </FormDialog>
  )
}

function RemoveDialog({ note, onClose }: { note: UserNote; onClose: () => void }) {
  const queries = trpc.useUtils()
  const remove = async () => {
    await queries.client.notes.remove.mutate({ id: note.id })
    toast(words.noteRemoved)
    await Promise.all([queries.notes.invalidate(), queries.audit.invalidate()])
  }
  return (
    <ConfirmDialog
      opened
      title={words.removeNoteTitle}
      confirm={words.removeNoteConfirm}
      color="danger"
      onClose={onClose}
      onConfirm={remove}
    >
      <p>{words.removeNoteMeans}</p>
    </ConfirmDialog>
  )
}
