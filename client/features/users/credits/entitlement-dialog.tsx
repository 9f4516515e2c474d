import { removeEntitlementInput } from '#shared/credits/entitlement-views.ts'
import type { UserDetail } from '#shared/users.ts'
import { ReasonField } from '../../../components/control/reason-field.tsx'
import { FormDialog } from '../../../components/dialog/form-dialog.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { text as ownWords } from '../../../lib/text/user-credits-text.ts'
import classes from '../user-forms.module.css'
import { EntitlementForm } from './entitlement-form.tsx'
import { useCreditAct } from './use-credit-act.ts'
import { useCreditForm } from './use-credit-form.ts'
import { entitlementName, type UserEntitlement, valueText } from './user-entitlement.ts'

const words = ownWords.entitlement

interface Props {
  user: UserDetail
  entitlement: UserEntitlement
  onClose: () => void
}

/** Sets a value of a key for a user, or removes what was set. */
export const EntitlementDialog = ({ act, ...props }: Props & { act: 'set' | 'remove' }) =>
  act === 'set' ? <EntitlementForm {...props} /> : <RemovalForm {...props} />

function RemovalForm({ user, entitlement: { key, inPlan }, onClose }: Props) {
  const { client } = trpc.useUtils()
  const perform = useCreditAct()
  const name = entitlementName(key)
  const { form, submit } = useCreditForm({
    initialValues: { reason: '' },
    schema: removeEntitlementInput,
    toInput: ({ reason }) => ({ userId: user.id, key, reason }),
    draft: `remove ${key} ${user.id}`,
    send: (input) =>
      perform({
        action: 'entitlement.remove',
        done: words.removed(name, user.name),
        run: () => client.entitlements.remove.mutate(input),
      }),
    onClose,
  })
  return (
    <FormDialog
      title={words.removeTitle(name, user.name)}
      confirm={words.removeConfirm}
      {...{ submit, onClose }}
    >
      <p className={classes.hint}>{words.removeMeans(valueText(inPlan))}</p>
      <ReasonField words={words} {...form.getInputProps('reason')} data-autofocus />
    </FormDialog>
  )
}
