import { type FormEvent, useEffect, useEffectEvent } from 'react'
import type { Failure } from '../api/failure.ts'
import { offerDraft, takeDraft } from '../part/drafts.ts'
import { useAttempt } from './use-attempt.ts'

type Errors = Record<string, unknown>

/** What is needed of a form of `@mantine/form`. */
interface SubmittableForm<Values> {
  onSubmit(
    submit: (values: Values) => Promise<void>,
    refuse: (errors: Errors) => void,
  ): (event?: FormEvent<HTMLFormElement>) => void
  getValues(): Values
  setValues(values: Partial<Values>): void
  setErrors(errors: Record<string, string>): void
  getInputNode(field: string): HTMLElement | null
}

interface Options<Values extends object> {
  form: SubmittableForm<Values>
  /** Does the work; what it throws is shown, and what was typed stays. */
  action: (values: Values) => Promise<unknown>
  /** What the form is called when the page must be loaded anew and keeps what was typed; null: all of it is secret. */
  draft: string | null
}

/** Submits a form once at a time; the server's field errors land on the fields, a limit blocks until it is over. */
export function useSubmit<Values extends object>(options: Options<Values>) {
  const { form, action, draft } = options
  const { run, setFailure, pending, failure, secondsLeft } = useAttempt()
  useDraft(form, draft)

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

function useDraft<Values extends object>(form: SubmittableForm<Values>, name: string | null): void {
  const getValues = useEffectEvent(() => form.getValues())
  const restore = useEffectEvent((kept: object) => {
    const known = Object.entries(kept).filter(([field]) => field in form.getValues())
    form.setValues(Object.fromEntries(known) as Partial<Values>)
  })
  useEffect(() => {
    if (name === null) return
    const untouched = JSON.stringify(getValues())
    const kept = takeDraft(name)
    if (kept) restore(kept)
    return offerDraft(name, () => {
      const values = getValues()
      return JSON.stringify(values) === untouched ? null : values
    })
  }, [name])
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
