import { useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { SessionUser } from '#shared/users.ts'
import { BusyButton } from '../../components/control/busy-button.tsx'
import { Notice } from '../../components/notice/notice.tsx'
import { AnyFrame } from '../../components/outside/public-layout.tsx'
import { PublicPage } from '../../components/outside/public-page.tsx'
import { useApi } from '../../lib/api/api.ts'
import { isSignedOut, toFailure } from '../../lib/api/failure.ts'
import { useSignOut } from '../../lib/navigation/use-sign-out.ts'
import { joiningText } from '../../lib/text/joining-text.ts'

const words = joiningText.waiting
const askEveryMs = 30_000

/** For a new account that waits for approval; the page that was asked for opens once it is approved. */
export function WaitingPage({ user }: { user: SessionUser }) {
  const [leaving, setLeaving] = useState(false)
  const [failed, setFailed] = useState(false)
  const signOut = useSignOut(() => {
    setLeaving(false)
    setFailed(true)
  })
  useDecision()

  const leave = () => {
    setLeaving(true)
    setFailed(false)
    return signOut()
  }
  return (
    <AnyFrame>
      <PublicPage title={words.title} lead={words.lead(user.name, user.email)}>
        <Notice tone="waiting">{words.next}</Notice>
        {failed ? (
          <Notice tone="danger" urgent>
            {words.signOutFailed}
          </Notice>
        ) : null}
        <BusyButton size="md" variant="default" pending={leaving} onClick={leave}>
          {words.signOut}
        </BusyButton>
      </PublicPage>
    </AnyFrame>
  )
}

// Asks every half minute, and when the person comes back to the tab.
function useDecision(): void {
  const api = useApi()
  const router = useRouter()
  useEffect(() => {
    const decided = () => {
      router.options.context.signedInServices.forget()
      return router.invalidate()
    }
    const ask = async () => {
      try {
        const { user } = await api.call((client) => client.users.me.query())
        if (!user.pending) await decided()
      } catch (error) {
        // Away for a moment is no decision; without a session the way leads to sign-in.
        if (isSignedOut(toFailure(error))) await decided()
      }
    }
    const askWhenSeen = () => {
      if (document.visibilityState === 'visible') ask()
    }
    const timer = setInterval(ask, askEveryMs)
    document.addEventListener('visibilitychange', askWhenSeen)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', askWhenSeen)
    }
  }, [api, router])
}
