import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type BanUserInput, banUserInput } from '#shared/users.ts'
import { FormDialog } from '../../../components/dialog/form-dialog.tsx'
import { useSubmit } from '../../../lib/form/use-submit.ts'
import { validateWith } from '../../../lib/form/validate-with.ts'
import { keysOf } from '../../../lib/navigation/search-params.ts'
import { text } from '../../../lib/text/text.ts'
import classes from '../user-forms.module.css'
import { type BanValues, toBan } from './ban-values.ts'

const words = text.userActs.ban
const schema = banUserInput.omit({ id: true })

interface Props {
  title: string
  /** Whom it touches, where the title does not say. */
  names?: string
  onBan: (ban: Omit<BanUserInput, 'id'>) => Promise<unknown>
  onClose: () => void
}

/** Why, and until when. */
export function BanForm({ title, names, onBan, onClose }: Props) {
  const form = useForm<BanValues>({
    initialValues: { reason: '', end: 'week', until: '' },
    validate: (values) => validateWith(async () => schema)(toBan(values, new Date())),
  })
  const submit = useSubmit({
    form,
    action: async (values) => {
      await onBan(schema.parse(toBan(values, new Date())))
      onClose()
    },
  })
  return (
    <FormDialog title={title} confirm={words.confirm} color="danger" submit={submit} onClose={onClose}>
      {names ? <p>{names}</p> : null}
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
