import type { FormEvent } from 'react'
import type { Failure } from '../api/failure.ts'
import { useAttempt } from './use-attempt.ts'

type Errors = Record<string, unknown>

/** What is needed of a form of `@mantine/form`. */
interface SubmittableForm<Values> {
  onSubmit(
    submit: (values: Values) => Promise<void>,
    refuse: (errors: Errors) => void,
  ): (event?: FormEvent<HTMLFormElement>) => void
  getValues(): Values
  setErrors(errors: Record<string, string>): void
  getInputNode(field: string): HTMLElement | null
}

interface Options<Values extends object> {
  form: SubmittableForm<Values>
  /** Does the work; what it throws is shown, and what was typed stays. */
  action: (values: Values) => Promise<unknown>
}

/** Submits a form once at a time; the server's field errors land on the fields, a limit blocks until it is over. */
export function useSubmit<Values extends object>(options: Options<Values>) {
  const { form, action } = options
  const { run, setFailure, pending, failure, secondsLeft } = useAttempt()

  const refuse = (found: Failure) => {
    const fields = knownFields(found, form.getValues())
    if (!fields) return setFailure(found)
    form.setErrors(fields)
    focusFirst(form, fields)
  }
  return {
    onSubmit: form.onSubmit(
      (values) => run(() => action(values), refuse),
      (errors) => focusFirst(form, errors),
    ),
    pending,
    failure,
    secondsLeft,
  }
}

function knownFields(failure: Failure, values: object): Record<string, string> | null {
  const entries = Object.entries(failure.fieldErrors ?? {})
  if (entries.length === 0 || !entries.every(([path]) => path in values)) return null
  return Object.fromEntries(entries.map(([path, messages]) => [path, messages.join(' ')]))
}

function focusFirst<Values extends object>(form: SubmittableForm<Values>, errors: Errors): void {
  const first = Object.keys(form.getValues()).find((field) => errors[field])
  // After React has shown the errors, so that a screen reader says them with the field.
  if (first) requestAnimationFrame(() => form.getInputNode(first)?.focus())
}
