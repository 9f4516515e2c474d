import type { PersonFieldView } from '#shared/person-details.ts'
import type { UserDetail } from '#shared/users.ts'
import { DetailFields } from '../../../components/control/detail-fields.tsx'
import { FormDialog } from '../../../components/dialog/form-dialog.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { detailKey, fromInputs, toInputs } from '../../../lib/form/detail-values.ts'
import { usePlainForm } from '../../../lib/form/use-plain-form.ts'
import { useSubmit } from '../../../lib/form/use-submit.ts'
import { text } from '../../../lib/text/text.ts'
import { useUserAct } from '../acts/use-user-act.ts'

const words = text.userActs.editDetails

interface Props {
  user: UserDetail
  fields: readonly PersonFieldView[]
  onClose: () => void
}

/** Changes what the product's fields hold of a user. What was not touched is not sent, so that it need not be right. */
export function DetailsDialog({ user, fields, onClose }: Props) {
  const { client } = trpc.useUtils()
  const perform = useUserAct()
  const inputs = toInputs(fields, user.details)
  const form = usePlainForm({ initialValues: inputs, validate: async () => ({}) })
  const submit = useSubmit({
    form,
    draft: `details ${user.id}`,
    action: async (values) => {
      const touched = fields.filter((field) => values[detailKey(field)] !== inputs[detailKey(field)])
      await perform({
        action: 'user.updateDetails',
        done: words.done(user.name),
        run: () => client.users.updateDetails.mutate({ id: user.id, details: fromInputs(touched, values) }),
      })
      onClose()
    },
  })
  return (
    <FormDialog title={words.title(user.name)} confirm={words.confirm} submit={submit} onClose={onClose}>
      <DetailFields {...{ fields, form, inputs }} />
    </FormDialog>
  )
}
