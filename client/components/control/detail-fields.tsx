import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import type { PersonFieldView } from '#shared/person-details.ts'
import { choicesOf, detailKey } from '../../lib/form/detail-values.ts'

/** From this length on a text gets more than one line. */
const longText = 200

interface Props {
  fields: readonly PersonFieldView[]
  /** Of `usePlainForm`. */
  form: { getInputProps(field: string): object }
  /** The text of each input at first, by its name in the form. */
  inputs: Readonly<Record<string, string>>
  size?: 'md'
  /** For those that only staff can change. */
  staffHint?: string
}

/** An input for each field that the product adds to people. */
export function DetailFields({ fields, form, inputs, size, staffHint }: Props) {
  return fields.map((field) => {
    const { name, label, kind, max, editedBy } = field
    const key = detailKey(field)
    const locked = staffHint !== undefined && editedBy === 'staff'
    const props = {
      ...(locked ? {} : form.getInputProps(key)),
      label,
      size,
      defaultValue: inputs[key],
      disabled: locked,
      description: locked ? staffHint : undefined,
    }
    if (kind === 'choice' || kind === 'yes-no')
      return <NativeSelect key={name} {...props} data={choicesOf(field)} />
    if (kind === 'number') return <TextInput key={name} {...props} inputMode="numeric" autoComplete="off" />
    return (max ?? 0) > longText ? (
      <Textarea key={name} {...props} autosize minRows={2} maxRows={8} />
    ) : (
      <TextInput key={name} {...props} autoComplete="off" />
    )
  })
}
