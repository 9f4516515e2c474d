import type { AuditAction } from '#shared/audit/audit.ts'
import type { UserSummary } from '#shared/users.ts'
import { ConfirmDialog } from '../../../components/dialog/confirm-dialog.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { text } from '../../../lib/text/text.ts'
import { useUserAct } from './use-user-act.ts'

type SimpleAct =
  | 'sendPasswordReset'
  | 'sendVerification'
  | 'markVerified'
  | 'unlock'
  | 'unban'
  | 'approve'
  | 'endSessions'
  | 'remove'
  | 'restore'
  | 'purge'

const actions = {
  sendPasswordReset: 'user.requestReset',
  sendVerification: 'user.sendVerification',
  markVerified: 'user.setVerified',
  unlock: 'account.unlock',
  unban: 'user.unban',
  approve: 'user.approve',
  endSessions: 'session.end',
  remove: 'user.remove',
  restore: 'user.restore',
  purge: 'user.purge',
} as const satisfies Record<SimpleAct, AuditAction>
const dangerous: readonly SimpleAct[] = ['endSessions', 'remove', 'purge']

interface Props {
  act: SimpleAct
  user: UserSummary
  onClose: () => void
  onPurged?: () => void
}

/** An act that needs nothing but a yes; of what nobody can take back, the name as well. */
export function SimpleActDialog({ act, user, onClose, onPurged }: Props) {
  const { users, sessions } = trpc.useUtils().client
  const perform = useUserAct()
  const words = text.userActs[act]
  const { id } = user
  const run = async () => {
    switch (act) {
      case 'markVerified':
        return users.markVerified.mutate({ id })
      case 'unban':
        return users.unban.mutate({ id })
      case 'remove':
        return users.remove.mutate({ id })
      case 'restore':
        return users.restore.mutate({ id })
      case 'sendPasswordReset':
        await users.sendPasswordReset.mutate({ id })
        return
      case 'sendVerification':
        await users.sendVerification.mutate({ id })
        return
      case 'unlock':
        await users.unlock.mutate({ id })
        return
      case 'approve':
        await users.approve.mutate({ id })
        return
      case 'endSessions':
        await sessions.endOf.mutate({ userId: id })
        return
      case 'purge':
        await users.purge.mutate({ id })
        // Before the page asks again for somebody who is not there any more.
        onPurged?.()
    }
  }
  return (
    <ConfirmDialog
      opened
      title={words.title(user.name)}
      confirm={words.confirm}
      color={dangerous.includes(act) ? 'danger' : undefined}
      typeToConfirm={act === 'purge' ? user.name : undefined}
      onClose={onClose}
      onConfirm={() => perform({ action: actions[act], done: words.done(user.name), run })}
    >
      <p>{words.means}</p>
    </ConfirmDialog>
  )
}
