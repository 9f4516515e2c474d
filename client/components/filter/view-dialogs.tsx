import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { z } from 'zod'
import { type SavedView, viewName } from '#shared/views.ts'
import { trpc } from '../../lib/api/trpc.ts'
import { useSubmit } from '../../lib/form/use-submit.ts'
import { validateWith } from '../../lib/form/validate-with.ts'
import { text } from '../../lib/text/text.ts'
import { ConfirmDialog } from '../dialog/confirm-dialog.tsx'
import { FormDialog } from '../dialog/form-dialog.tsx'
import { toast } from '../notice/toast.tsx'

const words = text.views
const schema = z.object({ name: viewName })

/** What is done with a view: one is made of what is shown, renamed or deleted. */
export type ViewAct =
  | { kind: 'save'; list: string; query: string }
  | { kind: 'rename' | 'remove'; view: SavedView }

interface Props {
  act: ViewAct
  onClose: () => void
  onSaved: (view: SavedView) => void
  onRemoved: () => void
}

/** Asks what an act on a view needs to know, and does it. */
export function ViewDialog({ act, onClose, onSaved, onRemoved }: Props) {
  return act.kind === 'remove' ? (
    <RemoveDialog view={act.view} onClose={onClose} onRemoved={onRemoved} />
  ) : (
    <NameForm act={act} onClose={onClose} onSaved={onSaved} />
  )
}

interface NameFormProps extends Pick<Props, 'onClose' | 'onSaved'> {
  act: Exclude<ViewAct, { kind: 'remove' }> | { kind: 'rename'; view: SavedView }
}

function NameForm({ act, onClose, onSaved }: NameFormProps) {
  const queries = trpc.useUtils()
  const { create, update } = queries.client.views
  const isNew = act.kind === 'save'
  const form = useForm({
    initialValues: { name: isNew ? '' : act.view.name },
    validate: validateWith(async () => schema),
  })
  const submit = useSubmit({
    form,
    draft: isNew ? `view ${act.list}` : `view ${act.view.id}`,
    action: async (values) => {
      const { name } = schema.parse(values)
      const view = isNew
        ? await create.mutate({ list: act.list, query: act.query, name })
        : await update.mutate({ id: act.view.id, name })
      await queries.views.invalidate()
      if (isNew) onSaved(view)
      onClose()
      toast(words.saved(view.name))
    },
  })
  return (
    <FormDialog
      title={isNew ? words.saveTitle : words.renameTitle(act.view.name)}
      confirm={isNew ? words.saveConfirm : words.renameConfirm}
      submit={submit}
      onClose={onClose}
    >
      {isNew ? <p>{words.saveMeans}</p> : null}
      <TextInput
        {...form.getInputProps('name')}
        label={words.name}
        maxLength={60}
        autoComplete="off"
        data-autofocus
      />
    </FormDialog>
  )
}

interface RemoveProps extends Pick<Props, 'onClose' | 'onRemoved'> {
  view: SavedView
}

function RemoveDialog({ view, onClose, onRemoved }: RemoveProps) {
  const queries = trpc.useUtils()
  const remove = async () => {
    await queries.client.views.remove.mutate({ id: view.id })
    await queries.views.invalidate()
    onRemoved()
    toast(words.removed(view.name))
  }
  return (
    <ConfirmDialog
      opened
      title={words.removeTitle(view.name)}
      confirm={words.removeConfirm}
      color="danger"
      onClose={onClose}
      onConfirm={remove}
    >
      <p>{words.removeMeans}</p>
    </ConfirmDialog>
  )
}
