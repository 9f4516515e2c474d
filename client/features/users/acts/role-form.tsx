import { NativeSelect } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Role } from '#shared/roles.ts'
import { FormDialog } from '../../../components/dialog/form-dialog.tsx'
import { useSubmit } from '../../../lib/form/use-submit.ts'
import { keysOf } from '../../../lib/navigation/search-params.ts'
import { text } from '../../../lib/text/text.ts'

const words = text.userActs.setRole
const roleOptions = keysOf(text.common.roles).map((value) => ({ value, label: text.common.roles[value] }))

interface Props {
  title: string
  names?: string
  current: Role
  onRole: (role: Role) => Promise<unknown>
  onClose: () => void
}

/** Another role. */
export function RoleForm({ title, names, current, onRole, onClose }: Props) {
  const form = useForm<{ role: Role }>({ initialValues: { role: current } })
  const submit = useSubmit({
    form,
    action: async (values) => {
      await onRole(values.role)
      onClose()
    },
  })
  return (
    <FormDialog title={title} confirm={words.confirm} submit={submit} onClose={onClose}>
      {names ? <p>{names}</p> : null}
      <NativeSelect
        {...form.getInputProps('role')}
        label={text.common.role}
        description={words.means}
        data={roleOptions}
        data-autofocus
      />
    </FormDialog>
  )
}
