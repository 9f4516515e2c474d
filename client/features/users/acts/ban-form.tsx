import { Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { ReactNode } from 'react'
import { type BanUserInput, banUserInput } from '#shared/users.ts'
import { EndFields } from '../../../components/control/end-fields.tsx'
import { FormDialog } from '../../../components/dialog/form-dialog.tsx'
import { useSubmit } from '../../../lib/form/use-submit.ts'
import { validateWith } from '../../../lib/form/validate-with.ts'
import { text } from '../../../lib/text/text.ts'
import { type BanValues, endWords, toBan } from './ban-values.ts'

const words = text.userActs.ban
const schema = banUserInput.omit({ id: true })

interface Props {
  /** Who is banned, as the title says it. */
  whom: string
  /** Whom it touches, where the title does not say. */
  about?: ReactNode
  disabled?: boolean
  onBan: (ban: Omit<BanUserInput, 'id'>) => Promise<unknown>
  onClose: () => void
}

/** Why, and until when. */
export function BanForm({ whom, about, disabled, onBan, onClose }: Props) {
  const form = useForm<BanValues>({
    initialValues: { reason: '', end: 'week', until: '' },
    validate: (values) => validateWith(async () => schema)(toBan(values, new Date())),
  })
  const submit = useSubmit({
    form,
    draft: `ban ${whom}`,
    action: async (values) => {
      await onBan(schema.parse(toBan(values, new Date())))
      onClose()
    },
  })
  const title = words.title(whom, endWords(form.values, new Date()))
  return (
    <FormDialog title={title} confirm={words.confirm} color="danger" {...{ submit, disabled, onClose }}>
      {about}
      <p>{words.means}</p>
      <Textarea
        {...form.getInputProps('reason')}
        label={words.reason}
        description={words.reasonHint}
        data-autofocus
        autosize
        minRows={2}
        maxRows={6}
      />
      <EndFields words={words} end={form.getInputProps('end')} at={form.getInputProps('until')} />
    </FormDialog>
  )
}
