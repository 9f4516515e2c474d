import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { type SessionUser, updateMeInput } from '#shared/users.ts'
import { SubmitButton } from '../../../components/control/submit-button.tsx'
import { Avatar } from '../../../components/detail/avatar.tsx'
import { FailureNotice } from '../../../components/notice/failure-notice.tsx'
import { toast } from '../../../components/notice/toast.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { useSubmit } from '../../../lib/form/use-submit.ts'
import { validateWith } from '../../../lib/form/validate-with.ts'
import { text } from '../../../lib/text/text.ts'
import classes from './profile-page.module.css'

const words = text.profile

interface Values {
  name: string
  image: string
}
// An empty address means no picture.
const toInput = ({ name, image }: Values) => ({ name, image: image.trim() === '' ? null : image })

/** Name and picture, with the picture as it will look. */
export function DetailsForm({ user }: { user: SessionUser }) {
  const queries = trpc.useUtils()
  const update = trpc.users.updateMe.useMutation()
  const [preview, setPreview] = useState({ name: user.name, image: user.image ?? '' })
  const form = useForm<Values>({
    mode: 'uncontrolled',
    initialValues: { name: user.name, image: user.image ?? '' },
    validate: (values) => validateWith(async () => updateMeInput)(toInput(values)),
    onValuesChange: setPreview,
  })
  const submit = useSubmit({
    form,
    action: async (values) => {
      const saved = await update.mutateAsync(toInput(values))
      queries.users.me.setData(undefined, (me) => me && { ...me, user: saved })
      await queries.users.invalidate()
      form.setValues({ name: saved.name, image: saved.image ?? '' })
      form.resetDirty()
      toast(words.saved)
    },
  })
  const shown = updateMeInput.safeParse({ image: preview.image }).success ? preview.image : null

  return (
    <form onSubmit={submit.onSubmit} noValidate className={classes.details}>
      <Avatar name={preview.name} image={shown || null} size={64} />
      <div className={classes.fields}>
        <FailureNotice failure={submit.failure} secondsLeft={submit.secondsLeft} />
        <TextInput
          key={form.key('name')}
          {...form.getInputProps('name')}
          label={text.common.name}
          autoComplete="name"
        />
        <TextInput
          key={form.key('image')}
          {...form.getInputProps('image')}
          label={words.image}
          description={words.imageHint}
          type="url"
          autoComplete="photo"
        />
        <div>
          <SubmitButton size="sm" fullWidth={false} pending={submit.pending} secondsLeft={submit.secondsLeft}>
            {words.save}
          </SubmitButton>
        </div>
      </div>
    </form>
  )
}
