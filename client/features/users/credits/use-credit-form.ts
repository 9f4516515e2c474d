import { useForm } from '@mantine/form'
import type { z } from 'zod'
import { useSubmit } from '../../../lib/form/use-submit.ts'
import { validateWith } from '../../../lib/form/validate-with.ts'

interface Options<Values, Input> {
  initialValues: Values
  /** Of what the server is sent. */
  schema: z.ZodType<Input>
  toInput: (values: Values) => unknown
  draft: string
  send: (input: Input, values: Values) => Promise<unknown>
  onClose: () => void
}

/** The form of one act: checked by the server's schema, closed once it is done. */
export function useCreditForm<Values extends object, Input>(options: Options<Values, Input>) {
  const { initialValues, schema, toInput, draft, send, onClose } = options
  const form = useForm<Values>({
    initialValues,
    validate: (values) => validateWith(async () => schema)(toInput(values)),
  })
  const submit = useSubmit<Values>({
    form,
    draft,
    action: async (values) => {
      await send(schema.parse(toInput(values)), values)
      onClose()
    },
  })
  return { form, submit }
}
