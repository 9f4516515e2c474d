import { NativeSelect } from '@mantine/core'
import { setEntitlementInput } from '#shared/credits/entitlement-views.ts'
import type { UserDetail } from '#shared/users.ts'
import { EndFields } from '../../../components/control/end-fields.tsx'
import { ReasonField } from '../../../components/control/reason-field.tsx'
import { FormDialog } from '../../../components/dialog/form-dialog.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { type EndChoice, endOf } from '../../../lib/form/end-of.ts'
import { text as ownWords } from '../../../lib/text/user-credits-text.ts'
import classes from '../user-forms.module.css'
import { endsWith, firstEnd } from './ends-with.ts'
import { type Typed, toTyped, typedValue, ValueField, valueKindOf } from './entitlement-value.tsx'
import { useCreditAct } from './use-credit-act.ts'
import { useCreditForm } from './use-credit-form.ts'
import { entitlementName, type UserEntitlement, valueText } from './user-entitlement.ts'

const words = ownWords.entitlement

interface Props {
  user: UserDetail
  entitlement: UserEntitlement
  onClose: () => void
}

interface Values extends Typed {
  end: EndChoice
  expiresAt: string
  reason: string
}

/** Gives a user a value of a key, whatever their plan says, by the control that fits what it can be. */
export function EntitlementForm({ user, entitlement: { key, value, inPlan, set }, onClose }: Props) {
  const { client } = trpc.useUtils()
  const perform = useCreditAct()
  const name = entitlementName(key)
  const kind = valueKindOf(key)
  const kept = set?.until ?? null
  const { form, submit } = useCreditForm({
    initialValues: {
      ...toTyped(kind, value),
      end: firstEnd(kept),
      expiresAt: '',
      reason: '',
    } as Values,
    schema: setEntitlementInput,
    toInput: ({ end, expiresAt, reason, ...typed }) => ({
      userId: user.id,
      key,
      value: typedValue(kind, typed),
      expiresAt: endOf({ end, at: expiresAt, kept }, new Date()),
      reason,
    }),
    draft: `entitlement ${key} ${user.id}`,
    send: (input) =>
      perform({
        action: 'entitlement.set',
        done: words.done(name, user.name),
        run: () => client.entitlements.set.mutate(input),
      }),
    onClose,
  })
  return (
    <FormDialog title={words.setTitle(name, user.name)} confirm={words.confirm} {...{ submit, onClose }}>
      <p className={classes.hint}>{words.means(valueText(inPlan))}</p>
      {kind.nullable ? (
        <NativeSelect
          {...form.getInputProps('choice')}
          label={words.choice}
          data={Object.entries(words.choices).map(([value, label]) => ({ value, label }))}
        />
      ) : null}
      {kind.nullable && form.values.choice === 'none' ? null : (
        <ValueField kind={kind} {...form.getInputProps('value')} />
      )}
      <EndFields
        words={endsWith(words, kept)}
        end={form.getInputProps('end')}
        at={form.getInputProps('expiresAt')}
        error={form.errors.expiresAt}
      />
      <ReasonField words={words} {...form.getInputProps('reason')} />
    </FormDialog>
  )
}
