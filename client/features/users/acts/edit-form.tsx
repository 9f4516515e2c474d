import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type UpdateUserInput, type UserSummary, updateUserInput } from '#shared/users.ts'
import { FormDialog } from '../../../components/dialog/form-dialog.tsx'
import { useSubmit } from '../../../lib/form/use-submit.ts'
import { validateWith } from '../../../lib/form/validate-with.ts'
import { text } from '../../../lib/text/text.ts'

const words = text.userActs.edit
const toInput = (id: string, { name, image }: { name: string; image: string }) => ({
  id,
  name,
  image: image.trim() || null,
})

interface Props {
  user: UserSummary
  onSave: (input: UpdateUserInput) => Promise<unknown>
  onClose: () => void
}

/** Name and picture. */
export function EditForm({ user, onSave, onClose }: Props) {
  const form = useForm({
    initialValues: { name: user.name, image: user.image ?? '' },
    validate: (values) => validateWith(async () => updateUserInput)(toInput(user.id, values)),
  })
  const submit = useSubmit({
    form,
    action: async (values) => {
      await onSave(updateUserInput.parse(toInput(user.id, values)))
      onClose()
    },
  })
  return (
    <FormDialog title={words.title(user.name)} confirm={words.confirm} submit={submit} onClose={onClose}>
      <TextInput {...form.getInputProps('name')} label={text.common.name} autoComplete="off" data-autofocus />
      <TextInput
        {...form.getInputProps('image')}
        label={words.image}
        description={words.imageHint}
        autoComplete="off"
        spellCheck={false}
      />
    </FormDialog>
  )
}
