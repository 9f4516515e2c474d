import { Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { z } from 'zod'
import { feedbackContent, sendFeedbackInput } from '#shared/feedback.ts'
import { trpc } from '../../lib/api/trpc.ts'
import { keep, readKept } from '../../lib/browser/kept-drafts.ts'
import { newKey } from '../../lib/form/new-key.ts'
import { useSubmit } from '../../lib/form/use-submit.ts'
import { validateWith } from '../../lib/form/validate-with.ts'
import { text } from '../../lib/text/feedback-text.ts'
import { FormDialog } from '../dialog/form-dialog.tsx'
import { toast } from '../notice/toast.tsx'
import classes from './feedback.module.css'
import { StarField } from './star-field.tsx'

interface Props {
  userId: string
  /** The page that it is sent from. */
  page: string
  onClose: () => void
}

const draft = 'feedback'
const valuesSchema = z.object({
  content: z.string(),
  rating: z.number().nullable(),
  key: z.string(),
})
type Values = z.infer<typeof valuesSchema>

const nothing = (): Values => ({ content: '', rating: null, key: newKey() })

/** What somebody has to say about the product. It is kept in the browser until it is sent, whatever happens meanwhile. */
export function FeedbackDialog({ userId, page, onClose }: Props) {
  const queries = trpc.useUtils()
  const form = useForm<Values>({
    initialValues: valuesSchema.safeParse(readKept(draft, userId)).data ?? nothing(),
    validate: validateWith(async () => z.object({ content: feedbackContent })),
    onValuesChange: (values, before) => {
      if (values.content === before.content && values.rating === before.rating) return
      // Once it says something else it is another message, also when the one before was sent and not answered.
      const changed = { ...values, key: newKey() }
      form.setFieldValue('key', changed.key)
      keep(draft, userId, values.content === '' && values.rating === null ? null : changed)
    },
  })
  const submit = useSubmit({
    form,
    // It is kept by itself.
    draft: null,
    action: async ({ content, rating, key }) => {
      const from = sendFeedbackInput.shape.page.safeParse(page).data
      await queries.client.feedback.send.mutate({ content, rating: rating ?? undefined, page: from, key })
      keep(draft, userId, null)
      onClose()
      toast(text.sent)
      await queries.feedback.invalidate()
    },
  })
  return (
    <FormDialog title={text.sendTitle} confirm={text.sendConfirm} submit={submit} onClose={onClose}>
      <Textarea
        {...form.getInputProps('content')}
        label={text.content}
        maxLength={5000}
        autosize
        minRows={5}
        maxRows={14}
        data-autofocus
      />
      <StarField value={form.values.rating} onChange={(rating) => form.setFieldValue('rating', rating)} />
      <p className={classes.hint}>
        {text.fromPage(page)} {text.kept}
      </p>
    </FormDialog>
  )
}
