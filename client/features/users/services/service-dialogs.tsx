import { useNavigate } from '@tanstack/react-router'
import type { Role } from '#shared/roles/roles.ts'
import type { ServiceAccount } from '#shared/service-accounts.ts'
import { nameSchema } from '#shared/users.ts'
import { ConfirmDialog } from '../../../components/dialog/confirm-dialog.tsx'
import { NameDialog } from '../../../components/dialog/name-dialog.tsx'
import { text as words } from '../../../lib/text/services-text.ts'
import { text } from '../../../lib/text/text.ts'
import { RoleForm } from '../acts/role-form.tsx'
import { useServiceAct } from './use-service-act.ts'

export type ServiceAct = 'rename' | 'setRole' | 'disable' | 'enable' | 'remove'

interface Props {
  service: ServiceAccount
  act: ServiceAct
  onClose: () => void
}

/** Asks what an act on a service account needs to know, and does it. */
export function ServiceDialog({ act, ...props }: Props) {
  switch (act) {
    case 'rename':
      return <Rename {...props} />
    case 'setRole':
      return <SetRole {...props} />
    case 'disable':
      return <Disable {...props} />
    case 'enable':
      return <Enable {...props} />
    case 'remove':
      return <Remove {...props} />
  }
}

type ActProps = Omit<Props, 'act'>

function Rename({ service, onClose }: ActProps) {
  const { client, perform } = useServiceAct()
  const rename = async (name: string) => {
    await perform({
      action: 'serviceAccount.rename',
      done: words.renamed,
      run: () => client.rename.mutate({ id: service.id, name }),
    })
    onClose()
  }
  return (
    <NameDialog
      title={words.renameTitle}
      confirm={words.renameConfirm}
      words={words}
      schema={nameSchema}
      name={service.name}
      draft={`service account ${service.id}`}
      onClose={onClose}
      onName={rename}
    />
  )
}

function SetRole({ service: { id, name, role: current }, onClose }: ActProps) {
  const { client, perform } = useServiceAct()
  const setRole = (role: Role) =>
    perform({
      action: 'serviceAccount.setRole',
      done: words.roleSet(name, text.common.roles[role]),
      run: () => client.setRole.mutate({ id, role }),
    })
  return <RoleForm title={words.roleTitle(name)} current={current} onRole={setRole} onClose={onClose} />
}

function Disable({ service: { id, name, liveKeys }, onClose }: ActProps) {
  const { client, perform } = useServiceAct()
  return (
    <ConfirmDialog
      opened
      title={words.disableTitle(name)}
      confirm={words.disableConfirm}
      color="danger"
      onClose={onClose}
      onConfirm={() =>
        perform({
          action: 'serviceAccount.disable',
          done: words.disabledNow(name),
          run: () => client.disable.mutate({ id }),
        })
      }
    >
      <p>{words.disableMeans(liveKeys)}</p>
    </ConfirmDialog>
  )
}

function Enable({ service: { id, name }, onClose }: ActProps) {
  const { client, perform } = useServiceAct()
  return (
    <ConfirmDialog
      opened
      title={words.enableTitle(name)}
      confirm={words.enableConfirm}
      onClose={onClose}
      onConfirm={() =>
        perform({
          action: 'serviceAccount.enable',
          done: words.enabledNow(name),
          run: () => client.enable.mutate({ id }),
        })
      }
    >
      <p>{words.enableLead}</p>
    </ConfirmDialog>
  )
}

function Remove({ service: { id, name, liveKeys }, onClose }: ActProps) {
  const { client, perform } = useServiceAct()
  const navigate = useNavigate()
  return (
    <ConfirmDialog
      opened
      title={words.removeTitle(name)}
      confirm={words.removeConfirm}
      color="danger"
      onClose={onClose}
      onConfirm={() =>
        perform({
          action: 'serviceAccount.remove',
          done: words.removed(name),
          run: async () => {
            const acted = await client.remove.mutate({ id })
            await navigate({ to: '/admin/service-accounts' })
            return acted
          },
        })
      }
    >
      <p>{words.disableMeans(liveKeys)}</p>
      <p>{words.removeMeans}</p>
    </ConfirmDialog>
  )
}
