import type { Role } from '#shared/roles/roles.ts'
import type { BanUserInput, SetEmailInput, UpdateUserInput, UserSummary } from '#shared/users.ts'
import { trpc } from '../../../lib/api/trpc.ts'
import { text } from '../../../lib/text/text.ts'
import { BanForm } from './ban-form.tsx'
import { EditForm } from './edit-form.tsx'
import { EmailForm } from './email-form.tsx'
import { ImpersonateDialog, RefuseDialog, ResetTwoFactorDialog } from './reason-dialogs.tsx'
import { RoleForm } from './role-form.tsx'
import { SimpleActDialog } from './simple-act-dialog.tsx'
import { useUserAct } from './use-user-act.ts'
import type { UserAct } from './user-acts.ts'

const words = text.userActs

/** What is about to be done, and to whom. */
export interface ChosenAct {
  act: UserAct
  user: UserSummary
}

interface Props {
  chosen: ChosenAct
  onClose: () => void
  /** The user is gone for good. */
  onPurged?: () => void
}

/** Asks what an act needs to know, does it, and says so. */
export function UserActDialog({ chosen, onClose, onPurged }: Props) {
  const { act, user } = chosen
  const { update, removePicture, setEmail, setRole, ban } = useFormActs(user)
  switch (act) {
    case 'edit':
      return <EditForm {...{ user, onClose }} onSave={update} onRemovePicture={removePicture} />
    case 'setEmail':
      return <EmailForm {...{ user, onClose }} onSave={setEmail} />
    case 'setRole':
      return (
        <RoleForm
          title={words.setRole.title(user.name)}
          current={user.role}
          onClose={onClose}
          onRole={setRole}
        />
      )
    case 'ban':
      return <BanForm whom={user.name} onClose={onClose} onBan={ban} />
    case 'refuse':
      return <RefuseDialog {...{ user, onClose }} />
    case 'impersonate':
      return <ImpersonateDialog {...{ user, onClose }} />
    case 'resetTwoFactor':
      return <ResetTwoFactorDialog {...{ user, onClose }} />
    default:
      return <SimpleActDialog {...{ act, user, onClose, onPurged }} />
  }
}

// The acts that take a form's values.
function useFormActs({ id, name }: UserSummary) {
  const { client } = trpc.useUtils()
  const perform = useUserAct()
  return {
    update: (input: UpdateUserInput) =>
      perform({
        action: 'user.update',
        done: words.edit.done(input.name ?? name),
        run: () => client.users.update.mutate(input),
      }),
    removePicture: () =>
      perform({
        action: 'user.setPicture',
        done: words.edit.pictureRemoved(name),
        run: () => client.users.removePicture.mutate({ id }),
      }),
    setEmail: (input: SetEmailInput) =>
      perform({
        action: 'user.setEmail',
        done: words.setEmail.done(name, input.email),
        run: () => client.users.setEmail.mutate(input),
      }),
    setRole: (role: Role) =>
      perform({
        action: 'user.setRole',
        done: words.setRole.done(name),
        run: () => client.users.setRole.mutate({ id, role }),
      }),
    ban: (values: Omit<BanUserInput, 'id'>) =>
      perform({
        action: 'user.ban',
        done: words.ban.done(name),
        run: () => client.users.ban.mutate({ id, ...values }),
      }),
  }
}
