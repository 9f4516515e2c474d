import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { z } from 'zod'
import { passkeyNameSchema } from '#shared/passkeys.ts'
import { ConfirmDialog } from '../../../components/dialog/confirm-dialog.tsx'
import { useConfirmedIdentity } from '../../../components/dialog/confirm-identity.tsx'
import { FormDialog } from '../../../components/dialog/form-dialog.tsx'
import { toast } from '../../../components/notice/toast.tsx'
import { useSubmit } from '../../../lib/form/use-submit.ts'
import { validateWith } from '../../../lib/form/validate-with.ts'
import { text } from '../../../lib/text/text.ts'
import { type Passkey, useAccountAuth } from '../account-auth.ts'
import { explainRefusal } from '../explain-refusal.ts'
import { useRefreshAccount } from '../use-account-queries.ts'

const words = text.passkeys
/** What the server allows an account. */
export const maxPasskeys = 20
const nameForm = z.object({ name: passkeyNameSchema })

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

interface NameDialogProps {
  title: string
  lead?: string
  confirm: string
  name: string
  onClose: () => void
  onName: (name: string) => Promise<unknown>
}

function NameDialog({ title, lead, confirm, name, onClose, onName }: NameDialogProps) {
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name },
    validate: validateWith(async () => nameForm),
  })
  const submit = useSubmit({ form, action: (values) => onName(nameForm.parse(values).name) })
  return (
    <FormDialog {...{ title, confirm, submit, onClose }}>
      {lead ? <p>{lead}</p> : null}
      <TextInput
        key={form.key('name')}
        {...form.getInputProps('name')}
        label={words.name}
        description={words.nameHint}
        autoComplete="off"
        data-autofocus
      />
    </FormDialog>
  )
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
      name=""
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
      name={passkey.name ?? ''}
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
