import { Button } from '@mantine/core'
import { useState } from 'react'
import { BusyButton } from '../../../components/control/busy-button.tsx'
import { useConfirmedIdentity } from '../../../components/dialog/confirm-identity.tsx'
import { toast } from '../../../components/notice/toast.tsx'
import type { OAuthProvider } from '../../../lib/api/auth.tsx'
import { toFailure } from '../../../lib/api/failure.ts'
import { failureText } from '../../../lib/text/failure-text.ts'
import { text } from '../../../lib/text/text.ts'
import { useAccountAuth } from '../account-auth.ts'

const words = text.connections

/** Leaves for the provider; the page comes back with the account connected. */
export function LinkButton({ provider }: { provider: OAuthProvider }) {
  const auth = useAccountAuth()
  const withIdentity = useConfirmedIdentity()
  const [pending, setPending] = useState(false)
  const link = async () => {
    setPending(true)
    try {
      await withIdentity(() => auth.link(provider))
    } catch (error) {
      setPending(false)
      toast(failureText(toFailure(error)), 'danger')
    }
  }
  return (
    <BusyButton variant="default" pending={pending} onClick={link}>
      {words.connect(words.providers[provider] ?? provider)}
    </BusyButton>
  )
}

interface UnlinkProps {
  provider: OAuthProvider
  disabled: boolean
  onClick: () => void
}

export function UnlinkButton({ provider, disabled, onClick }: UnlinkProps) {
  return (
    <Button variant="default" color="danger" {...{ disabled, onClick }}>
      {words.disconnect(words.providers[provider] ?? provider)}
    </Button>
  )
}
