import type { ReactNode } from 'react'
import type { ApiKey } from '#shared/keys.ts'
import { text } from '../../lib/text/text.ts'
import { ConfirmDialog } from '../dialog/confirm-dialog.tsx'

const words = text.apiKeys

interface Props {
  apiKey: ApiKey
  onClose: () => void
  onRevoke: () => Promise<unknown>
  /** What else it means. */
  children?: ReactNode
}

/** Asks whether a key is to work no more. */
export function RevokeKeyDialog({ apiKey, onClose, onRevoke, children }: Props) {
  return (
    <ConfirmDialog
      opened
      title={words.revokeTitle(apiKey.name)}
      confirm={words.revokeConfirm}
      color="danger"
      onClose={onClose}
      onConfirm={onRevoke}
    >
      <p>{words.revokeMeans}</p>
      {children}
    </ConfirmDialog>
  )
}
