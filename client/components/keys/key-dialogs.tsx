import { useState } from 'react'
import { type ApiKey, keyName, type NewApiKey } from '#shared/keys.ts'
import type { Role } from '#shared/roles/roles.ts'
import { text } from '../../lib/text/text.ts'
import { ConfirmDialog } from '../dialog/confirm-dialog.tsx'
import { useConfirmedIdentity } from '../dialog/confirm-identity.tsx'
import { NameDialog } from '../dialog/name-dialog.tsx'
import { toast } from '../notice/toast.tsx'
import { CreateKey } from './create-key.tsx'
import type { KeyAct, KeyCalls } from './key-calls.ts'
import { KeySecret } from './key-secret.tsx'
import { RevokeKeyDialog } from './revoke-key-dialog.tsx'

const words = text.apiKeys

interface Props {
  act: KeyAct
  calls: KeyCalls
  /** The owner's, which says what a key may be given. */
  role: Role
  onClose: () => void
}

/** Asks what an act on a key needs to know, does it, and shows the new key where there is one. */
export function KeyDialog({ act, calls, role, onClose }: Props) {
  const [made, setMade] = useState<NewApiKey | null>(null)
  if (made) return <KeySecret secret={made.secret} rotated={act.kind === 'rotate'} onClose={onClose} />
  switch (act.kind) {
    case 'create':
      return <CreateKey role={role} calls={calls} onMade={setMade} onClose={onClose} />
    case 'rename':
      return <RenameKey apiKey={act.key} calls={calls} onClose={onClose} />
    case 'rotate':
      return <RotateKey apiKey={act.key} calls={calls} onMade={setMade} onClose={onClose} />
    case 'revoke':
      return <RevokeKey apiKey={act.key} calls={calls} onClose={onClose} />
  }
}

interface ActProps {
  apiKey: ApiKey
  calls: KeyCalls
  onClose: () => void
}

function RenameKey({ apiKey: { id, name: before }, calls, onClose }: ActProps) {
  const rename = async (name: string) => {
    await calls.rename(id, name)
    onClose()
    toast(words.renamed)
    await calls.refresh()
  }
  return (
    <NameDialog
      title={words.renameTitle}
      confirm={words.renameConfirm}
      words={words}
      schema={keyName}
      name={before}
      draft={`key ${id}`}
      onClose={onClose}
      onName={rename}
    />
  )
}

function RotateKey({ apiKey, calls, onMade, onClose }: ActProps & { onMade: (made: NewApiKey) => void }) {
  const withIdentity = useConfirmedIdentity()
  return (
    <ConfirmDialog
      opened
      title={words.rotateTitle(apiKey.name)}
      confirm={words.rotateConfirm}
      onClose={onClose}
      onConfirm={async () => {
        onMade(await withIdentity(() => calls.rotate(apiKey.id)))
        await calls.refresh()
        // The new key takes this dialog's place, which must not close with it.
        return false
      }}
    >
      <p>{words.rotateMeans(words.days(apiKey.lifetimeDays))}</p>
    </ConfirmDialog>
  )
}

function RevokeKey({ apiKey, calls, onClose }: ActProps) {
  const revoke = async () => {
    await calls.revoke(apiKey.id)
    toast(words.revokedNow)
    await calls.refresh()
  }
  return <RevokeKeyDialog apiKey={apiKey} onClose={onClose} onRevoke={revoke} />
}
