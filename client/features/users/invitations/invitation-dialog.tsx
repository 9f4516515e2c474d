import { ConfirmDialog } from '../../../components/dialog/confirm-dialog.tsx'
import { useConfirmedIdentity } from '../../../components/dialog/confirm-identity.tsx'
import { toast } from '../../../components/notice/toast.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { text } from '../../../lib/text/text.ts'
import type { InvitationAct } from './invitation-row.tsx'

const words = text.invitations
const expiresInDays = 7

/** Sends an invitation again, or takes it back. */
export function InvitationDialog({ chosen, onClose }: { chosen: InvitationAct | null; onClose: () => void }) {
  const queries = trpc.useUtils()
  const withIdentity = useConfirmedIdentity()
  if (!chosen) return null
  const { kind, invitation } = chosen
  const { id, email } = invitation
  const { invitations } = queries.client
  const act = async () => {
    if (kind === 'resend') await withIdentity(() => invitations.resend.mutate({ id, expiresInDays }))
    else await withIdentity(() => invitations.revoke.mutate({ id }))
    toast(kind === 'resend' ? words.resent(email) : words.revoked(email))
    await Promise.all([queries.invitations.invalidate(), queries.users.invalidate()])
  }
  return (
    <ConfirmDialog
      opened
      title={kind === 'resend' ? words.resendTitle(email) : words.revokeTitle(email)}
      confirm={kind === 'resend' ? words.resendConfirm : words.revokeConfirm}
      color={kind === 'revoke' ? 'danger' : undefined}
      onClose={onClose}
      onConfirm={act}
    >
      <p>{kind === 'resend' ? words.resendMeans : words.revokeMeans}</p>
    </ConfirmDialog>
  )
}
