import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { ReactNode } from 'react'
import { type BanUserInput, banUserInput } from '#shared/users.ts'
import { FormDialog } from '../../../components/dialog/form-dialog.tsx'
import { useSubmit } from '../../../lib/form/use-submit.ts'
import { validateWith } from '../../../lib/form/validate-with.ts'
import { keysOf } from '../../../lib/navigation/search-params.ts'
import { text } from '../../../lib/text/text.ts'
import classes from '../user-forms.module.css'
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
      <div className={classes.pair}>
        <NativeSelect
          {...form.getInputProps('end')}
          label={words.ends}
          data={keysOf(words.endChoices).map((value) => ({ value, label: words.endChoices[value] }))}
        />
        {form.values.end === 'at' ? (
          <TextInput {...form.getInputProps('until')} type="datetime-local" label={words.until} />
        ) : null}
      </div>
    </FormDialog>
  )
}
