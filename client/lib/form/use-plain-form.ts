import { type FormEvent, useRef, useState } from 'react'

type Errors = Record<string, string | undefined>

interface Options<Values> {
  initialValues: Values
  /** The errors by field; none when the values are good. */
  validate: (values: Values) => Promise<Errors>
}

/**
 * The few fields of a form outside, without the form library, which weighs more than such a page. The inputs keep
 * their own text, so that what a password manager fills in is what is sent. Its parts are named as the library's.
 */
export function usePlainForm<Values extends Record<string, string>>(options: Options<Values>) {
  const { initialValues, validate } = options
  const inputs = useRef(new Map<keyof Values, HTMLInputElement>())
  // What was typed into an input that is not shown any more.
  const kept = useRef<Values>(initialValues)
  const [errors, setErrors] = useState<Errors>({})

  const getValues = (): Values => {
    const shown = [...inputs.current].map(([field, input]) => [field, input.value])
    return { ...kept.current, ...Object.fromEntries(shown) }
  }
  const getInputProps = (field: keyof Values & string) => ({
    name: field,
    defaultValue: kept.current[field],
    error: errors[field],
    onChange: () => {
      if (errors[field]) setErrors({ ...errors, [field]: undefined })
    },
    ref: (input: HTMLInputElement) => {
      inputs.current.set(field, input)
      return () => {
        kept.current = { ...kept.current, [field]: input.value }
        inputs.current.delete(field)
      }
    },
  })
  const onSubmit =
    (submit: (values: Values) => Promise<void>, refuse: (errors: Record<string, unknown>) => void) =>
    async (event?: FormEvent<HTMLFormElement>) => {
      event?.preventDefault()
      const values = getValues()
      const found = await validate(values)
      setErrors(found)
      if (Object.values(found).some(Boolean)) refuse(found)
      else await submit(values)
    }
  return {
    key: (field: keyof Values & string): string => field,
    getInputProps,
    getInputNode: (field: string): HTMLElement | null => inputs.current.get(field) ?? null,
    getValues,
    setValues: (values: Partial<Values>) => {
      kept.current = { ...kept.current, ...values }
      for (const [field, input] of inputs.current) input.value = values[field] ?? input.value
    },
    setErrors,
    onSubmit,
  }
}
