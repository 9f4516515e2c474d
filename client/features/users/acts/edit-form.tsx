import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type UpdateUserInput, type UserSummary, updateUserInput } from '#shared/users.ts'
import { BusyButton } from '../../../components/control/busy-button.tsx'
import { Avatar } from '../../../components/detail/avatar.tsx'
import { FormDialog } from '../../../components/dialog/form-dialog.tsx'
import { FailureNotice } from '../../../components/notice/failure-notice.tsx'
import { useAttempt } from '../../../lib/form/use-attempt.ts'
import { useSubmit } from '../../../lib/form/use-submit.ts'
import { validateWith } from '../../../lib/form/validate-with.ts'
import { text } from '../../../lib/text/text.ts'
import classes from './edit-form.module.css'

const words = text.userActs.edit

interface Props {
  user: UserSummary
  onSave: (input: UpdateUserInput) => Promise<unknown>
  onRemovePicture: () => Promise<unknown>
  onClose: () => void
}

/** The name, and the end of a picture that should not be there. */
export function EditForm({ user, onSave, onRemovePicture, onClose }: Props) {
  const form = useForm({
    initialValues: { name: user.name },
    validate: ({ name }) => validateWith(async () => updateUserInput)({ id: user.id, name }),
  })
  const submit = useSubmit({
    form,
    draft: `user ${user.id}`,
    action: async ({ name }) => {
      await onSave(updateUserInput.parse({ id: user.id, name }))
      onClose()
    },
  })
  return (
    <FormDialog title={words.title(user.name)} confirm={words.confirm} submit={submit} onClose={onClose}>
      {user.image ? <Picture user={user} onRemove={onRemovePicture} onRemoved={onClose} /> : null}
      <TextInput {...form.getInputProps('name')} label={text.common.name} autoComplete="off" data-autofocus />
    </FormDialog>
  )
}

interface PictureProps {
  user: UserSummary
  onRemove: () => Promise<unknown>
  onRemoved: () => void
}

function Picture({ user, onRemove, onRemoved }: PictureProps) {
  const { run, pending, failure, secondsLeft } = useAttempt()
  const remove = () =>
    run(async () => {
      await onRemove()
      onRemoved()
    })
  return (
    <>
      <div className={classes.picture}>
        <Avatar name={user.name} image={user.image} size={64} />
        <BusyButton variant="default" pending={pending} disabled={secondsLeft > 0} onClick={remove}>
          {words.removePicture}
        </BusyButton>
      </div>
      <FailureNotice failure={failure} secondsLeft={secondsLeft} />
    </>
  )
}
