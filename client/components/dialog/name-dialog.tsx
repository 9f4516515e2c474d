import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { z } from 'zod'
import { useSubmit } from '../../lib/form/use-submit.ts'
import { validateWith } from '../../lib/form/validate-with.ts'
import { FormDialog } from './form-dialog.tsx'

interface Props {
  title: string
  lead?: string
  confirm: string
  /** What the field is called, and what may stand in it. */
  words: { name: string; nameHint: string }
  schema: z.ZodType<string>
  /** The name so far. */
  name: string
  /** Under what it is kept when the page is loaded anew. */
  draft: string
  onClose: () => void
  onName: (name: string) => Promise<unknown>
}

/** Asks how something of the account is called. */
export function NameDialog({ title, lead, confirm, words, schema, name, draft, onClose, onName }: Props) {
  const named = z.object({ name: schema })
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name },
    validate: validateWith(async () => named),
  })
  const submit = useSubmit({ form, draft, action: (values) => onName(named.parse(values).name) })
  return (
    <FormDialog {...{ title, confirm, submit, onClose }}>
      {lead ? <p>{lead}</p> : null}
      <TextInput
        key={form.key('name')}
        {...form.getInputProps('name')}
        label={words.name}
        description={words.nameHint}
        autoComplete="off"
        data-autofocus
      />
    </FormDialog>
  )
}
