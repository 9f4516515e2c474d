import { Textarea } from '@mantine/core'
import { useState } from 'react'
import type { UserSummary } from '#shared/users.ts'
import { ConfirmDialog } from '../../../components/dialog/confirm-dialog.tsx'
import { useConfirmedIdentity } from '../../../components/dialog/confirm-identity.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { text } from '../../../lib/text/text.ts'
import classes from '../user-forms.module.css'
import { useUserAct } from './use-user-act.ts'

const words = text.userActs
const maxReason = 500

interface Props {
  user: UserSummary
  onClose: () => void
}

/** Refuses an account that waits for approval; what is written is sent to its owner. */
export function RefuseDialog({ user, onClose }: Props) {
  const { client } = trpc.useUtils()
  const perform = useUserAct()
  const [reason, setReason] = useState('')
  const refuse = () =>
    perform({
      action: 'user.refuse',
      done: words.refuse.done(user.name),
      run: () => client.users.refuse.mutate({ id: user.id, reason: reason.trim() || undefined }),
    })
  return (
    <ConfirmDialog
      opened
      title={words.refuse.title(user.name)}
      confirm={words.refuse.confirm}
      color="danger"
      onClose={onClose}
      onConfirm={refuse}
    >
      <p>{words.refuse.means}</p>
      <Reason label={words.refuse.reason} value={reason} onChange={setReason} />
    </ConfirmDialog>
  )
}

/** Changes this browser into a session of the user. */
export function ImpersonateDialog({ user, onClose }: Props) {
  const { client } = trpc.useUtils()
  const withIdentity = useConfirmedIdentity()
  const [reason, setReason] = useState('')
  const begin = async () => {
    const input = { userId: user.id, reason: reason.trim() || undefined }
    await withIdentity(() => client.sessions.impersonate.mutate(input))
    // A fresh page, so that nothing of the admin stays in memory.
    location.assign('/dashboard')
  }
  return (
    <ConfirmDialog
      opened
      title={words.impersonate.title(user.name)}
      confirm={words.impersonate.confirm}
      onClose={onClose}
      onConfirm={begin}
    >
      <p>{words.impersonate.means}</p>
      <Reason label={words.impersonate.reason} value={reason} onChange={setReason} />
    </ConfirmDialog>
  )
}

/** For a user who has lost their second factor. */
export function ResetTwoFactorDialog({ user, onClose }: Props) {
  const { client } = trpc.useUtils()
  const perform = useUserAct()
  // Without codes there are only passkeys to remove.
  const [passkeys, setPasskeys] = useState(!user.twoFactorEnabled)
  const reset = () =>
    perform({
      action: 'twoFactor.reset',
      done: words.resetTwoFactor.done(user.name),
      run: async () => {
        await client.users.resetTwoFactor.mutate({ id: user.id, passkeys })
        return undefined
      },
    })
  return (
    <ConfirmDialog
      opened
      title={words.resetTwoFactor.title(user.name)}
      confirm={words.resetTwoFactor.confirm}
      color="danger"
      onClose={onClose}
      onConfirm={reset}
    >
      <p>{words.resetTwoFactor.means}</p>
      <label className={classes.check}>
        <input type="checkbox" checked={passkeys} onChange={() => setPasskeys(!passkeys)} />
        {words.resetTwoFactor.passkeys}
      </label>
    </ConfirmDialog>
  )
}

function Reason(props: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <Textarea
      label={props.label}
      value={props.value}
      maxLength={maxReason}
      autosize
      minRows={2}
      maxRows={6}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  )
}
