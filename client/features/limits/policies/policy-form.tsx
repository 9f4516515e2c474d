import { NumberInput, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { ReactNode } from 'react'
import { type SetPolicyInput, setPolicyInput } from '#shared/limits/limit-rules.ts'
import { FieldPair } from '../../../components/control/field-pair.tsx'
import { FormDialog } from '../../../components/dialog/form-dialog.tsx'
import { toast } from '../../../components/notice/toast.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { useSubmit } from '../../../lib/form/use-submit.ts'
import { validateWith } from '../../../lib/form/validate-with.ts'
import { text } from '../../../lib/text/text.ts'
import classes from '../limit-rules.module.css'
import type { PolicyQuota } from './policy-row.tsx'

const words = text.policies

interface Values {
  limit: number | string
  windowSeconds: number | string
  reason: string
}

/** The numbers of one scope of a policy, and why they change. */
export function PolicyForm({ quota, onClose }: { quota: PolicyQuota; onClose: () => void }) {
  const queries = trpc.useUtils()
  const set = trpc.limits.setPolicy.useMutation()
  const toInput = (values: Values) => ({
    id: quota.policy,
    scope: quota.scope,
    limit: Number(values.limit),
    windowMs: Number(values.windowSeconds) * 1000,
    reason: values.reason,
  })
  const form = useForm<Values>({
    initialValues: { limit: quota.limit, windowSeconds: quota.windowMs / 1000, reason: '' },
    validate: async (values) => {
      const errors: Record<string, ReactNode> = await validateWith(async () => setPolicyInput)(
        toInput(values),
      )
      return errors.windowMs ? { ...errors, windowSeconds: words.windowBounds } : errors
    },
  })
  const submit = useSubmit({
    form,
    draft: `policy ${quota.policy} ${quota.scope}`,
    action: async (values) => {
      const input: SetPolicyInput = setPolicyInput.parse(toInput(values))
      await set.mutateAsync(input)
      toast(words.saved)
      onClose()
      await queries.limits.invalidate()
    },
  })
  return (
    <FormDialog
      title={words.editHeading(quota.policy, text.limits.scopes[quota.scope].toLowerCase())}
      confirm={words.save}
      submit={submit}
      onClose={onClose}
    >
      <p className={classes.muted}>{words.editMeans}</p>
      <FieldPair>
        <NumberInput
          {...form.getInputProps('limit')}
          label={words.limitLabel}
          min={1}
          allowDecimal={false}
          hideControls
          data-autofocus
        />
        <NumberInput
          {...form.getInputProps('windowSeconds')}
          label={words.windowLabel}
          min={1}
          allowDecimal={false}
          hideControls
        />
      </FieldPair>
      <Textarea {...form.getInputProps('reason')} label={words.reason} autosize minRows={2} maxRows={6} />
    </FormDialog>
  )
}
