import { NativeSelect, NumberInput } from '@mantine/core'
import { type CreditsSummary, setQuotaInput } from '#shared/credits/credits.ts'
import { setPlanInput } from '#shared/credits/entitlement-views.ts'
import type { UserDetail } from '#shared/users.ts'
import { EndFields } from '../../../components/control/end-fields.tsx'
import { ReasonField } from '../../../components/control/reason-field.tsx'
import { FormDialog } from '../../../components/dialog/form-dialog.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { type EndChoice, endOf } from '../../../lib/form/end-of.ts'
import { keysOf } from '../../../lib/navigation/search-params.ts'
import { text as words } from '../../../lib/text/user-credits-text.ts'
import classes from '../user-forms.module.css'
import { endsWith, firstEnd } from './ends-with.ts'
import { useCreditAct } from './use-credit-act.ts'
import { useCreditForm } from './use-credit-form.ts'
import type { UserEntitlement } from './user-entitlement.ts'

interface QuotaProps {
  user: UserDetail
  /** What holds, and what of it an admin set. */
  quota: number | null
  set: UserEntitlement['set']
  onClose: () => void
}

interface QuotaValues {
  bound: keyof typeof words.quota.bounds
  quota: number | string
  end: EndChoice
  expiresAt: string
  reason: string
}

/** Bounds what a user may spend in a month, takes the bound away, or lets the plan decide again. */
export function QuotaForm({ user, quota, set, onClose }: QuotaProps) {
  const { client } = trpc.useUtils()
  const perform = useCreditAct()
  const kept = set?.until ?? null
  const { form, submit } = useCreditForm({
    initialValues: {
      bound: quota === null ? 'none' : 'number',
      quota: quota ?? '',
      end: firstEnd(kept),
      expiresAt: '',
      reason: '',
    } as QuotaValues,
    schema: setQuotaInput,
    toInput: ({ bound, quota, end, expiresAt, reason }) => ({
      userId: user.id,
      quota: bound !== 'number' ? null : quota === '' ? undefined : quota,
      expiresAt: bound === 'plan' ? null : endOf({ end, at: expiresAt, kept }, new Date()),
      reason,
    }),
    draft: `quota ${user.id}`,
    send: ({ userId, reason, ...input }, { bound }) =>
      bound === 'plan'
        ? perform({
            action: 'entitlement.remove',
            done: words.quota.done(user.name),
            run: () => client.entitlements.remove.mutate({ userId, key: 'credits.quota', reason }),
          })
        : perform({
            action: 'entitlement.set',
            done: words.quota.done(user.name),
            run: () => client.credits.setQuota.mutate({ userId, reason, ...input }),
          }),
    onClose,
  })
  const { bound } = form.values
  const bounds = keysOf(words.quota.bounds).filter((value) => value !== 'plan' || set !== null)
  return (
    <FormDialog title={words.quota.title(user.name)} confirm={words.quota.confirm} {...{ submit, onClose }}>
      <p className={classes.hint}>{words.quota.means}</p>
      <div className={classes.pair}>
        <NativeSelect
          {...form.getInputProps('bound')}
          label={words.quota.bound}
          data={bounds.map((value) => ({ value, label: words.quota.bounds[value] }))}
          data-autofocus
        />
        {bound === 'number' ? (
          <NumberInput
            {...form.getInputProps('quota')}
            label={words.quota.quota}
            min={0}
            allowDecimal={false}
            thousandSeparator=","
            hideControls
          />
        ) : null}
      </div>
      {bound === 'plan' ? null : (
        <EndFields
          words={endsWith(words.quota, kept)}
          end={form.getInputProps('end')}
          at={form.getInputProps('expiresAt')}
          error={form.errors.expiresAt}
        />
      )}
      <ReasonField words={words.quota} {...form.getInputProps('reason')} />
    </FormDialog>
  )
}

interface PlanProps {
  user: UserDetail
  plan: CreditsSummary['plan']
  onClose: () => void
}

interface PlanValues {
  plan: string
  end: EndChoice
  until: string
  reason: string
}

/** Gives a user another plan. */
export function PlanForm({ user, plan, onClose }: PlanProps) {
  const { client } = trpc.useUtils()
  const plans = trpc.plans.list.useQuery()
  const perform = useCreditAct()
  const { form, submit } = useCreditForm({
    initialValues: { plan: plan.name, end: firstEnd(plan.until), until: '', reason: '' } as PlanValues,
    schema: setPlanInput,
    toInput: ({ end, until, ...values }) => ({
      userId: user.id,
      ...values,
      until: endOf({ end, at: until, kept: plan.until }, new Date()),
    }),
    draft: `plan ${user.id}`,
    send: (input) =>
      perform({
        action: 'plan.set',
        done: words.plan.done(user.name),
        run: () => client.plans.set.mutate(input),
      }),
    onClose,
  })
  return (
    <FormDialog title={words.plan.title(user.name)} confirm={words.plan.confirm} {...{ submit, onClose }}>
      <p className={classes.hint}>{words.plan.means}</p>
      <NativeSelect
        {...form.getInputProps('plan')}
        label={words.plan.plan}
        data={(plans.data ?? [plan]).map(({ name, title }) => ({ value: name, label: title }))}
        data-autofocus
      />
      <EndFields
        words={endsWith(words.plan, plan.until)}
        end={form.getInputProps('end')}
        at={form.getInputProps('until')}
        error={form.errors.until}
      />
      <ReasonField words={words.plan} {...form.getInputProps('reason')} />
    </FormDialog>
  )
}
