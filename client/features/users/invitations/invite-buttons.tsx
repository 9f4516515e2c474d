import { Button } from '@mantine/core'
import { useState } from 'react'
import { lazyDialog } from '../../../components/part/lazy-dialog.tsx'
import { part } from '../../../lib/part/part.ts'
import { text } from '../../../lib/text/text.ts'
import { text as importWords } from '../../../lib/text/user-import-text.ts'

const InviteForm = lazyDialog(
  part(() => import('./invite-form.tsx')),
  'InviteForm',
)
const ImportDialog = lazyDialog(
  part(() => import('../import/import-dialog.tsx')),
  'ImportDialog',
)

/** The ways to have somebody new; several at once also by way of the invitation of one. */
export function InviteButtons({ create = true }: { create?: boolean }) {
  const [kind, setKind] = useState<'invite' | 'create' | 'import' | null>(null)
  const close = () => setKind(null)
  return (
    <>
      {create ? (
        <Button variant="default" onClick={() => setKind('create')}>
          {text.users.create}
        </Button>
      ) : (
        <Button variant="default" onClick={() => setKind('import')}>
          {importWords.open}
        </Button>
      )}
      <Button variant="filled" onClick={() => setKind('invite')}>
        {text.users.invite}
      </Button>
      {kind === 'import' ? <ImportDialog onClose={close} /> : null}
      {kind === 'invite' || kind === 'create' ? (
        <InviteForm kind={kind} onImport={() => setKind('import')} onClose={close} />
      ) : null}
    </>
  )
}
