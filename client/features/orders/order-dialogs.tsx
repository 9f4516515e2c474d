import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { decimalOf, formatMoney, parseDecimal } from '#shared/orders/money.ts'
import { type AdminOrderDetail, refundOrderInput, resolveOrderInput } from '#shared/orders/orders.ts'
import { ReasonField } from '../../components/control/reason-field.tsx'
import { FormDialog } from '../../components/dialog/form-dialog.tsx'
import { useAct } from '../../components/dialog/use-act.ts'
import { trpc } from '../../lib/api/trpc.ts'
import { newKey } from '../../lib/form/new-key.ts'
import { useSubmit } from '../../lib/form/use-submit.ts'
import { validateWith } from '../../lib/form/validate-with.ts'
import { text as words } from '../../lib/text/orders-text.ts'
import { text } from '../../lib/text/text.ts'

/** What an admin does about an order. */
export type OrderActName = 'refund' | 'resolve'

interface Props {
  order: AdminOrderDetail
  onClose: () => void
}

/** Asks what an act on an order needs to know, and does it. */
export function OrderDialog({ act, ...props }: Props & { act: OrderActName }) {
  return act === 'refund' ? <RefundForm {...props} /> : <ResolveForm {...props} />
}

function RefundForm({ order, onClose }: Props) {
  const { id, number, currency, unused, refundable } = order
  const { refundForm } = words
  const shown = (amount: number) => formatMoney(amount, currency, text.locale)
  const { client, orders } = trpc.useUtils()
  const act = useAct()
  const [key] = useState(() => `console:${newKey()}`)
  const toInput = ({ amount, reason }: { amount: string; reason: string }) => ({
    id,
    amount: parseDecimal(amount, currency) ?? Number.NaN,
    reason,
    key,
  })
  const form = useForm({
    initialValues: { amount: decimalOf(unused > 0 ? unused : refundable, currency), reason: '' },
    validate: (values) => validateWith(async () => refundOrderInput)(toInput(values)),
  })
  const submit = useSubmit({
    form,
    draft: `refund ${id}`,
    action: async (values) => {
      const input = refundOrderInput.parse(toInput(values))
      await act({
        action: 'order.refund',
        done: refundForm.done(number),
        run: () => client.orders.refund.mutate(input),
        refresh: () => orders.invalidate(),
      })
      onClose()
    },
  })
  return (
    <FormDialog
      title={refundForm.title(number)}
      confirm={refundForm.confirm}
      color="danger"
      {...{ submit, onClose }}
    >
      <p>{refundForm.means(shown(unused), shown(refundable))}</p>
      <TextInput
        {...form.getInputProps('amount')}
        label={`${refundForm.amount} (${currency.toUpperCase()})`}
        inputMode="decimal"
        data-autofocus
      />
      <ReasonField words={refundForm} {...form.getInputProps('reason')} />
    </FormDialog>
  )
}

function ResolveForm({ order: { id, number }, onClose }: Props) {
  const { resolveForm } = words
  const { client, orders } = trpc.useUtils()
  const act = useAct()
  const form = useForm({
    initialValues: { note: '' },
    validate: ({ note }) => validateWith(async () => resolveOrderInput)({ id, note }),
  })
  const submit = useSubmit({
    form,
    draft: `resolve ${id}`,
    action: async ({ note }) => {
      await act({
        action: 'order.resolve',
        done: resolveForm.done(number),
        run: () => client.orders.resolve.mutate({ id, note }),
        refresh: () => orders.invalidate(),
      })
      onClose()
    },
  })
  return (
    <FormDialog title={resolveForm.title(number)} confirm={resolveForm.confirm} {...{ submit, onClose }}>
      <p>{resolveForm.means}</p>
      <ReasonField words={resolveForm} {...form.getInputProps('note')} />
    </FormDialog>
  )
}
