import { Button } from '@mantine/core'
import { useState } from 'react'
import { BusyButton } from '../../components/busy-button.tsx'
import { useConfirmedIdentity } from '../../components/confirm-identity.tsx'
import { toast } from '../../components/toast.tsx'
import { useAccountAuth } from '../../lib/account-auth.ts'
import type { OAuthProvider } from '../../lib/auth.tsx'
import { toFailure } from '../../lib/failure.ts'
import { failureText } from '../../lib/failure-text.ts'
import { text } from '../../lib/text.ts'

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
