import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type SessionUser, updateMeInput } from '#shared/users.ts'
import { SubmitButton } from '../../../components/control/submit-button.tsx'
import { FailureNotice } from '../../../components/notice/failure-notice.tsx'
import { toast } from '../../../components/notice/toast.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { useSubmit } from '../../../lib/form/use-submit.ts'
import { validateWith } from '../../../lib/form/validate-with.ts'
import { text } from '../../../lib/text/text.ts'
import classes from './profile-page.module.css'

const words = text.profile

/** What I am called. */
export function DetailsForm({ user }: { user: SessionUser }) {
  const queries = trpc.useUtils()
  const update = trpc.users.updateMe.useMutation()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: user.name },
    validate: validateWith(async () => updateMeInput),
  })
  const submit = useSubmit({
    form,
    draft: 'profile',
    action: async (values) => {
      const saved = await update.mutateAsync(values)
      queries.users.me.setData(undefined, (me) => me && { ...me, user: saved })
      await queries.users.invalidate()
      form.setValues({ name: saved.name })
      form.resetDirty()
      toast(words.saved)
    },
  })

  return (
    <form onSubmit={submit.onSubmit} noValidate className={classes.details}>
      <FailureNotice failure={submit.failure} secondsLeft={submit.secondsLeft} />
      <TextInput
        key={form.key('name')}
        {...form.getInputProps('name')}
        label={text.common.name}
        autoComplete="name"
      />
      <div>
        <SubmitButton size="sm" fullWidth={false} pending={submit.pending} secondsLeft={submit.secondsLeft}>
          {words.save}
        </SubmitButton>
      </div>
    </form>
  )
}
