import { useForm } from '@mantine/form'
import type { ReactNode } from 'react'
import type { Role } from '#shared/roles/roles.ts'
import { FormDialog } from '../../../components/dialog/form-dialog.tsx'
import { useSubmit } from '../../../lib/form/use-submit.ts'
import { text } from '../../../lib/text/text.ts'
import { RoleMeans, RoleSelect } from '../role-select.tsx'

const words = text.userActs.setRole

interface Props {
  title: string
  /** Whom it touches, where the title does not say. */
  about?: ReactNode
  disabled?: boolean
  current: Role
  onRole: (role: Role) => Promise<unknown>
  onClose: () => void
}

/** Another role. */
export function RoleForm({ title, about, disabled, current, onRole, onClose }: Props) {
  const form = useForm<{ role: Role }>({ initialValues: { role: current } })
  const submit = useSubmit({
    form,
    draft: `role ${title}`,
    action: async (values) => {
      await onRole(values.role)
      onClose()
    },
  })
  return (
    <FormDialog title={title} confirm={words.confirm} {...{ submit, disabled, onClose }}>
      {about}
      <RoleSelect {...form.getInputProps('role')} description={words.means} data-autofocus />
      <RoleMeans role={form.values.role} />
    </FormDialog>
  )
}
