import { NativeSelect, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { setFeedbackInput } from '#shared/feedback.ts'
import { type Feedback, feedbackStatuses } from '#shared/feedback-statuses.ts'
import { SubmitButton } from '../../components/control/submit-button.tsx'
import { useAct } from '../../components/dialog/use-act.ts'
import { FailureNotice } from '../../components/notice/failure-notice.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { useSubmit } from '../../lib/form/use-submit.ts'
import { validateWith } from '../../lib/form/validate-with.ts'
import { text as words } from '../../lib/text/feedback-text.ts'
import classes from './feedback.module.css'

const statuses = feedbackStatuses.map((value) => ({ value, label: words.statuses[value] }))

/** The state of a message, and what colleagues are to know about it. */
export function MessageForm({ item, onClose }: { item: Feedback; onClose: () => void }) {
  const queries = trpc.useUtils()
  const act = useAct()
  const toInput = ({ status, note }: { status: string; note: string }) => ({
    id: item.id,
    status,
    note: note.trim() === '' ? null : note,
  })
  const form = useForm({
    initialValues: { status: item.status as string, note: item.note ?? '' },
    validate: (values) => validateWith(async () => setFeedbackInput)(toInput(values)),
  })
  const submit = useSubmit({
    form,
    draft: `feedback ${item.id}`,
    action: async (values) => {
      const input = setFeedbackInput.parse(toInput(values))
      await act({
        action: 'feedback.set',
        done: words.saved,
        run: () => queries.client.feedback.set.mutate(input),
        refresh: () => queries.feedback.invalidate(),
      })
      onClose()
    },
  })
  return (
    <form onSubmit={submit.onSubmit} noValidate className={classes.message}>
      <NativeSelect {...form.getInputProps('status')} label={words.status} data={statuses} />
      <Textarea
        {...form.getInputProps('note')}
        label={words.note}
        description={words.noteHint}
        maxLength={500}
        autosize
        minRows={2}
        maxRows={8}
      />
      <FailureNotice failure={submit.failure} secondsLeft={submit.secondsLeft} />
      <div className={classes.actions}>
        <SubmitButton size="sm" fullWidth={false} pending={submit.pending} secondsLeft={submit.secondsLeft}>
          {words.save}
        </SubmitButton>
      </div>
    </form>
  )
}
