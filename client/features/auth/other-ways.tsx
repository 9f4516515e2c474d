import { IconBrandGithub, IconBrandGoogle, IconFingerprint } from '@tabler/icons-react'
import { useState } from 'react'
import { BusyButton } from '../../components/control/busy-button.tsx'
import { FailureNotice } from '../../components/notice/failure-notice.tsx'
import { type OAuthProvider, useAuth } from '../../lib/api/auth.tsx'
import { useAttempt } from '../../lib/form/use-attempt.ts'
import { useGoToNextPage } from '../../lib/navigation/go-to-next-page.ts'
import { text } from '../../lib/text/outside-text.ts'
import classes from './other-ways.module.css'

export type OtherWay = 'passkey' | OAuthProvider

const icons = { passkey: IconFingerprint, google: IconBrandGoogle, github: IconBrandGithub }

/** Sign-in without a password: by a passkey and by what the server has configured; nothing when that is nothing. */
export function OtherWays({ ways, next }: { ways: OtherWay[]; next: string }) {
  const { go, going, failure, secondsLeft } = useOtherWay(next)
  if (ways.length === 0) return null
  return (
    <div className={classes.root}>
      <p className={classes.or}>{text.login.or}</p>
      <FailureNotice failure={failure} secondsLeft={secondsLeft} />
      {ways.map((way) => {
        const Icon = icons[way]
        return (
          <BusyButton
            key={way}
            size="md"
            variant="default"
            fullWidth
            leftSection={<Icon size={18} stroke={1.75} aria-hidden="true" />}
            pending={going === way}
            disabled={secondsLeft > 0 || (going !== null && going !== way)}
            onClick={() => go(way)}
          >
            {text.login.ways[way]}
          </BusyButton>
        )
      })}
    </div>
  )
}

function useOtherWay(next: string) {
  const auth = useAuth()
  const goToNextPage = useGoToNextPage()
  const [going, setGoing] = useState<OtherWay | null>(null)
  const { run, setFailure, failure, secondsLeft } = useAttempt()

  const go = (way: OtherWay) =>
    run(
      async () => {
        setGoing(way)
        // A provider takes the whole page along, so its button goes on showing that it works.
        if (way !== 'passkey') return auth.signInWith(way, next)
        await auth.signInWithPasskey()
        await goToNextPage(next)
      },
      (refusal) => {
        setFailure(refusal)
        setGoing(null)
      },
    )
  return { go, going, failure, secondsLeft }
}
