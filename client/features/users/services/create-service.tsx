import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import type { Role } from '#shared/roles/roles.ts'
import { createServiceAccountInput } from '#shared/service-accounts.ts'
import { useConfirmedIdentity } from '../../../components/dialog/confirm-identity.tsx'
import { FormDialog } from '../../../components/dialog/form-dialog.tsx'
import { toast } from '../../../components/notice/toast.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { useSubmit } from '../../../lib/form/use-submit.ts'
import { validateWith } from '../../../lib/form/validate-with.ts'
import { text as words } from '../../../lib/text/services-text.ts'
import { RoleMeans, RoleSelect } from '../role-select.tsx'

/** What a new service account is called, and the most that its keys may do. */
export function CreateService({ onClose }: { onClose: () => void }) {
  const queries = trpc.useUtils()
  const navigate = useNavigate()
  const withIdentity = useConfirmedIdentity()
  const form = useForm<{ name: string; role: Role }>({
    initialValues: { name: '', role: 'user' },
    validate: validateWith(async () => createServiceAccountInput),
  })
  const submit = useSubmit({
    form,
    draft: 'new service account',
    action: async (values) => {
      const input = createServiceAccountInput.parse(values)
      const { id, name } = await withIdentity(() => queries.client.serviceAccounts.create.mutate(input))
      onClose()
      toast(words.created(name))
      await queries.serviceAccounts.invalidate()
      await navigate({ to: '/admin/service-accounts/$id', params: { id } })
    },
  })
  return (
    <FormDialog title={words.createTitle} confirm={words.createConfirm} {...{ submit, onClose }}>
      <p>{words.createMeans}</p>
      <TextInput
        {...form.getInputProps('name')}
        label={words.name}
        description={words.nameHint}
        autoComplete="off"
        data-autofocus
      />
      <RoleSelect {...form.getInputProps('role')} />
      <RoleMeans role={form.values.role} />
    </FormDialog>
  )
}
