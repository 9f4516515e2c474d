import { passkeyNameSchema } from '#shared/passkeys.ts'
import { ConfirmDialog } from '../../../components/dialog/confirm-dialog.tsx'
import { useConfirmedIdentity } from '../../../components/dialog/confirm-identity.tsx'
import { NameDialog } from '../../../components/dialog/name-dialog.tsx'
import { toast } from '../../../components/notice/toast.tsx'
import { text } from '../../../lib/text/text.ts'
import { type Passkey, useAccountAuth } from '../account-auth.ts'
import { explainRefusal } from '../explain-refusal.ts'
import { useRefreshAccount } from '../use-account-queries.ts'

const words = text.passkeys
/** What the server allows an account. */
export const maxPasskeys = 20

// Browsers do not tell a cancelled ceremony from one that ran out of time.
const cancelled = { message: words.cancelled }
const refusals = {
  ERROR_CEREMONY_ABORTED: cancelled,
  ERROR_PASSTHROUGH_SEE_CAUSE_PROPERTY: cancelled,
  REGISTRATION_CANCELLED: cancelled,
  CHALLENGE_NOT_FOUND: cancelled,
  ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED: { message: words.already },
  PREVIOUSLY_REGISTERED: { message: words.already },
  USER_NOT_VERIFIED: { message: words.unprotected },
  FAILED_TO_VERIFY_REGISTRATION: { message: words.notAccepted },
  TOO_MANY_PASSKEYS: { message: words.full(maxPasskeys) },
  PASSKEY_NOT_FOUND: { message: words.gone },
}

/** Asks for a name and then lets the browser make the passkey. */
export function AddPasskey({ onClose }: { onClose: () => void }) {
  const auth = useAccountAuth()
  const withIdentity = useConfirmedIdentity()
  const refresh = useRefreshAccount()
  const add = async (name: string) => {
    await explainRefusal(
      withIdentity(() => auth.addPasskey(name)),
      refusals,
    )
    onClose()
    toast(words.added)
    await refresh()
  }
  return (
    <NameDialog
      title={words.addTitle}
      lead={words.addLead}
      confirm={words.addConfirm}
      words={words}
      schema={passkeyNameSchema}
      name=""
      draft="passkey "
      onClose={onClose}
      onName={add}
    />
  )
}

export function RenamePasskey({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  const auth = useAccountAuth()
  const refresh = useRefreshAccount()
  const rename = async (name: string) => {
    await explainRefusal(auth.renamePasskey({ id: passkey.id, name }), refusals)
    onClose()
    toast(words.renamed)
    await refresh()
  }
  return (
    <NameDialog
      title={words.renameTitle}
      confirm={words.renameConfirm}
      words={words}
      schema={passkeyNameSchema}
      name={passkey.name ?? ''}
      draft={`passkey ${passkey.name ?? ''}`}
      onClose={onClose}
      onName={rename}
    />
  )
}

export function RemovePasskey({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  const auth = useAccountAuth()
  const withIdentity = useConfirmedIdentity()
  const refresh = useRefreshAccount()
  return (
    <ConfirmDialog
      opened
      title={words.removeTitle(passkey.name ?? words.unnamed)}
      confirm={words.removeConfirm}
      color="danger"
      onClose={onClose}
      onConfirm={async () => {
        await explainRefusal(
          withIdentity(() => auth.removePasskey(passkey.id)),
          refusals,
        )
        toast(words.removed)
        await refresh()
      }}
    >
      <p>{words.removeMeans}</p>
    </ConfirmDialog>
  )
}
