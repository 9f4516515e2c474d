import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type SetEmailInput, setEmailInput, type UserSummary } from '#shared/users.ts'
import { FormDialog } from '../../../components/dialog/form-dialog.tsx'
import { useSubmit } from '../../../lib/form/use-submit.ts'
import { validateWith } from '../../../lib/form/validate-with.ts'
import { text } from '../../../lib/text/text.ts'
import classes from '../user-forms.module.css'

const words = text.userActs.setEmail

interface Props {
  user: UserSummary
  onSave: (input: SetEmailInput) => Promise<unknown>
  onClose: () => void
}

/** Another address, and whether it is known to be theirs. */
export function EmailForm({ user, onSave, onClose }: Props) {
  const { id } = user
  const form = useForm({
    initialValues: { email: '', verified: false },
    validate: (values) => validateWith(async () => setEmailInput)({ id, ...values }),
  })
  const submit = useSubmit({
    form,
    draft: `e-mail ${id}`,
    action: async (values) => {
      await onSave(setEmailInput.parse({ id, ...values }))
      onClose()
    },
  })
  return (
    <FormDialog title={words.title(user.name)} confirm={words.confirm} submit={submit} onClose={onClose}>
      <p>{words.means}</p>
      <TextInput
        {...form.getInputProps('email')}
        type="email"
        label={words.address}
        description={words.until(user.email)}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
      <label className={classes.check}>
        <input type="checkbox" {...form.getInputProps('verified', { type: 'checkbox' })} />
        {words.verified}
      </label>
      <p className={classes.hint}>{form.values.verified ? words.verifiedHint : words.unverifiedHint}</p>
    </FormDialog>
  )
}
