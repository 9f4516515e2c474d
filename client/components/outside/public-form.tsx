import type { FormEventHandler, ReactNode } from 'react'
import { useAuth } from '../../lib/api/auth.tsx'
import type { Failure } from '../../lib/api/failure.ts'
import { useFirstField } from '../../lib/form/use-first-field.ts'
import { SubmitButton } from '../control/submit-button.tsx'
import { FailureNotice } from '../notice/failure-notice.tsx'
import classes from './public-form.module.css'

interface Props {
  /** What `useSubmit` gave. */
  submit: {
    onSubmit: FormEventHandler<HTMLFormElement>
    pending: boolean
    failure: Failure | null
    secondsLeft: number
  }
  /** What the button says. */
  label: string
  /** Loads the schema of the form; with the first touch, well before it is needed. */
  loadSchema: () => Promise<unknown>
  /** What is said of the failure instead of the common sentence. */
  failureSentence?: string
  /** The page is there to be filled in: its first field has the cursor. */
  focusFirst?: boolean
  /** What to do about the failure, beside it. */
  failureAction?: ReactNode
  children: ReactNode
}

/** A form outside: its failure on top, its fields one below the other, its one button. */
export function PublicForm(props: Props) {
  const { submit, label, loadSchema, failureSentence, failureAction, focusFirst = false, children } = props
  const auth = useAuth()
  const form = useFirstField(focusFirst)
  const prepare = () => {
    auth.prepare()
    loadSchema().catch(() => null)
  }
  return (
    <form
      ref={form}
      onSubmit={submit.onSubmit}
      onPointerDown={prepare}
      onInput={prepare}
      noValidate
      className={classes.form}
    >
      <FailureNotice
        failure={submit.failure}
        secondsLeft={submit.secondsLeft}
        sentence={failureSentence}
        action={failureAction}
      />
      {children}
      <SubmitButton pending={submit.pending} secondsLeft={submit.secondsLeft}>
        {label}
      </SubmitButton>
    </form>
  )
}
