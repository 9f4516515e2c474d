import type { PersonDetails, PersonFieldView } from '#shared/person-details.ts'
import { DetailFields } from '../../../components/control/detail-fields.tsx'
import { SubmitButton } from '../../../components/control/submit-button.tsx'
import { FailureNotice } from '../../../components/notice/failure-notice.tsx'
import { QueryFailure } from '../../../components/notice/query-failure.tsx'
import { toast } from '../../../components/notice/toast.tsx'
import { Section } from '../../../components/page/page.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { fromInputs, toInputs } from '../../../lib/form/detail-values.ts'
import { usePlainForm } from '../../../lib/form/use-plain-form.ts'
import { useSubmit } from '../../../lib/form/use-submit.ts'
import { text } from '../../../lib/text/text.ts'
import classes from './profile-page.module.css'

const words = text.profile

interface Props {
  fields: readonly PersonFieldView[]
}

/** What the product's fields hold of me; those of staff can be read. */
export function OwnDetails({ fields }: Props) {
  const { data: details, error, refetch } = trpc.users.myDetails.useQuery()
  return (
    <Section title={words.fieldsTitle}>
      {details ? <Form fields={fields} details={details} /> : null}
      {error && !details ? <QueryFailure error={error} onRetry={refetch} /> : null}
    </Section>
  )
}

function Form({ fields, details }: Props & { details: PersonDetails }) {
  const queries = trpc.useUtils()
  const update = trpc.users.updateMyDetails.useMutation()
  const own = fields.filter(({ editedBy }) => editedBy === 'owner')
  const form = usePlainForm({ initialValues: toInputs(own, details), validate: async () => ({}) })
  const submit = useSubmit({
    form,
    draft: 'own details',
    action: async (values) => {
      const saved = await update.mutateAsync({ details: fromInputs(own, values) })
      queries.users.myDetails.setData(undefined, saved)
      form.setValues(toInputs(own, saved))
      toast(words.saved)
    },
  })
  return (
    <form onSubmit={submit.onSubmit} noValidate className={classes.fields}>
      <FailureNotice failure={submit.failure} secondsLeft={submit.secondsLeft} />
      <DetailFields {...{ fields, form }} inputs={toInputs(fields, details)} staffHint={words.fieldOfStaff} />
      {own.length > 0 ? (
        <div>
          <SubmitButton size="sm" fullWidth={false} pending={submit.pending} secondsLeft={submit.secondsLeft}>
            {words.save}
          </SubmitButton>
        </div>
      ) : null}
    </form>
  )
}
