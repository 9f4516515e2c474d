import { Button } from '@mantine/core'
import { useState } from 'react'
import { text } from '../../../lib/text/text.ts'
import { lazyDialog } from '../lazy-dialog.tsx'

const InviteForm = lazyDialog(async () => (await import('./invite-form.tsx')).InviteForm)

/** The two ways to have somebody new. */
export function InviteButtons({ create = true }: { create?: boolean }) {
  const [kind, setKind] = useState<'invite' | 'create' | null>(null)
  return (
    <>
      {create ? (
        <Button variant="default" onClick={() => setKind('create')}>
          {text.users.create}
        </Button>
      ) : null}
      <Button variant="filled" onClick={() => setKind('invite')}>
        {text.users.invite}
      </Button>
      {kind ? <InviteForm kind={kind} onClose={() => setKind(null)} /> : null}
    </>
  )
}
