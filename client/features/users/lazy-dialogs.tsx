import { type ComponentType, lazy, Suspense } from 'react'

/** A dialog that is loaded when it is first asked for, with its form, its rules and their library. */
function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const Dialog = lazy(async () => ({ default: await load() }))
  return (props) => (
    <Suspense>
      <Dialog {...props} />
    </Suspense>
  )
}

export const UserActDialog = later(async () => (await import('./user-act-dialog.tsx')).UserActDialog)
export const BulkDialog = later(async () => (await import('./bulk-dialog.tsx')).BulkDialog)
export const InviteForm = later(async () => (await import('./invite-form.tsx')).InviteForm)
export const UsersExportDialog = later(
  async () => (await import('./users-export-dialog.tsx')).UsersExportDialog,
)
export const WorkDialog = later(async () => (await import('../../components/work-dialog.tsx')).WorkDialog)
