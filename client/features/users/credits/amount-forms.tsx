import { NativeSelect, NumberInput } from '@mantine/core'
import { adjustCreditsInput, grantCreditsInput } from '#shared/credits/credits.ts'
import type { UserDetail } from '#shared/users.ts'
import { EndFields } from '../../../components/control/end-fields.tsx'
import { ReasonField } from '../../../components/control/reason-field.tsx'
import { shown } from '../../../components/credits/credit-words.ts'
import { FormDialog } from '../../../components/dialog/form-dialog.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { type EndChoice, endOf } from '../../../lib/form/end-of.ts'
import { newKey } from '../../../lib/form/new-key.ts'
import { keysOf } from '../../../lib/navigation/search-params.ts'
import { text as creditWords } from '../../../lib/text/credits-text.ts'
import { text as ownWords } from '../../../lib/text/user-credits-text.ts'
import classes from '../user-forms.module.css'
import { useCreditAct } from './use-credit-act.ts'
import { useCreditForm } from './use-credit-form.ts'

const { grant, adjust } = ownWords

interface GrantValues {
  credits: number | string
  end: EndChoice
  expiresAt: string
  reason: string
  key: string
}

/** Gives a user credits, which may end. */
export function GrantForm({ user, onClose }: { user: UserDetail; onClose: () => void }) {
  const { client } = trpc.useUtils()
  const perform = useCreditAct()
  const { form, submit } = useCreditForm({
    initialValues: {
      credits: '',
      end: 'never',
      expiresAt: '',
      reason: '',
      key: `console:${newKey()}`,
    } as GrantValues,
    schema: grantCreditsInput,
    toInput: ({ credits, end, expiresAt, reason, key }) => ({
      userId: user.id,
      credits: credits === '' ? undefined : credits,
      expiresAt: endOf({ end, at: expiresAt }, new Date()),
      reason,
      key,
    }),
    draft: `grant ${user.id}`,
    send: (input) =>
      perform({
        action: 'credits.grant',
        done: grant.done(creditWords.some(shown(input.credits), input.credits), user.name),
        run: () => client.credits.grant.mutate(input),
      }),
    onClose,
  })
  return (
    <FormDialog title={grant.title(user.name)} confirm={grant.confirm} {...{ submit, onClose }}>
      <NumberInput
        {...form.getInputProps('credits')}
        label={grant.credits}
        min={1}
        allowDecimal={false}
        thousandSeparator=","
        hideControls
        data-autofocus
      />
      <EndFields
        words={grant}
        end={form.getInputProps('end')}
        at={form.getInputProps('expiresAt')}
        error={form.errors.expiresAt}
      />
      <ReasonField words={grant} {...form.getInputProps('reason')} />
    </FormDialog>
  )
}

interface AdjustValues {
  direction: keyof typeof adjust.directions
  credits: number | string
  reason: string
  key: string
}

/** Corrects what a user has, upwards or downwards. */
export function AdjustForm(props: { user: UserDetail; available: number; onClose: () => void }) {
  const { user, available, onClose } = props
  const { client } = trpc.useUtils()
  const perform = useCreditAct()
  const { form, submit } = useCreditForm({
    initialValues: { direction: 'take', credits: '', reason: '', key: `console:${newKey()}` } as AdjustValues,
    schema: adjustCreditsInput,
    toInput: ({ direction, credits, reason, key }) => ({
      userId: user.id,
      credits: credits === '' ? undefined : direction === 'take' ? -Number(credits) : credits,
      reason,
      key,
    }),
    draft: `adjust ${user.id}`,
    send: (input) =>
      perform({
        action: 'credits.adjust',
        done: adjust.done(user.name),
        run: () => client.credits.adjust.mutate(input),
      }),
    onClose,
  })
  return (
    <FormDialog title={adjust.title(user.name)} confirm={adjust.confirm} {...{ submit, onClose }}>
      <p className={classes.hint}>{adjust.means(shown(available))}</p>
      <div className={classes.pair}>
        <NativeSelect
          {...form.getInputProps('direction')}
          label={adjust.direction}
          data={keysOf(adjust.directions).map((value) => ({ value, label: adjust.directions[value] }))}
        />
        <NumberInput
          {...form.getInputProps('credits')}
          label={adjust.credits}
          min={1}
          allowDecimal={false}
          thousandSeparator=","
          hideControls
          data-autofocus
        />
      </div>
      <ReasonField words={adjust} {...form.getInputProps('reason')} />
    </FormDialog>
  )
}
