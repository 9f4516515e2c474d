import { IconBrandGithub, IconBrandGoogle } from '@tabler/icons-react'
import { useState } from 'react'
import { BusyButton } from '../../components/busy-button.tsx'
import { FailureNotice } from '../../components/failure-notice.tsx'
import { type OAuthProvider, useAuth } from '../../lib/auth.tsx'
import { type Failure, toFailure, waitMs } from '../../lib/failure.ts'
import { text } from '../../lib/text.ts'
import { useCountdown } from '../../lib/use-countdown.ts'
import classes from './provider-buttons.module.css'

const icons = { google: IconBrandGoogle, github: IconBrandGithub }

/** Sign-in with what the server has configured; nothing at all when that is nothing. */
export function ProviderButtons({ providers, next }: { providers: OAuthProvider[]; next: string }) {
  const auth = useAuth()
  const [leaving, setLeaving] = useState<OAuthProvider | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const wait = useCountdown()
  if (providers.length === 0) return null

  const leave = async (provider: OAuthProvider) => {
    setLeaving(provider)
    setFailure(null)
    try {
      await auth.signInWith(provider, next)
    } catch (error) {
      const found = toFailure(error)
      wait.start(waitMs(found) ?? 0)
      setFailure(found)
      setLeaving(null)
    }
  }

  return (
    <div className={classes.root}>
      <p className={classes.or}>{text.login.or}</p>
      <FailureNotice failure={failure} secondsLeft={wait.secondsLeft} />
      {providers.map((provider) => {
        const Icon = icons[provider]
        return (
          <BusyButton
            key={provider}
            size="md"
            variant="default"
            fullWidth
            leftSection={<Icon size={18} stroke={1.75} aria-hidden="true" />}
            pending={leaving === provider}
            disabled={wait.secondsLeft > 0 || (leaving !== null && leaving !== provider)}
            onClick={() => leave(provider)}
          >
            {text.login.providers[provider]}
          </BusyButton>
        )
      })}
    </div>
  )
}
