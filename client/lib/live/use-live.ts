import { useEffect, useState, useSyncExternalStore } from 'react'
import type { ConsoleTopic } from '#shared/live-topics.ts'
import type { SignOutReason } from '../api/sign-out-reason.ts'
import { createStreamApi } from '../api/stream-api.ts'
import { trpc } from '../api/trpc.ts'
import { startLive } from './live.ts'
import { createLiveNews, isTopic, type LiveNews } from './live-news.ts'

// A tab that signs out is about to leave the page; asking in between would only be refused.
const leavingMs = 1500
const askAgainMs = 5000
const askWhileAwayMs = 30_000

/**
 * Hears what the server says. What has changed of the caller is asked anew here, and a session that has ended shows
 * itself by that; `noteEnd` hears before why. The rest is for the parts of the pages that show it.
 */
export function useLive(noteEnd: (reason: SignOutReason) => void): LiveNews {
  const queries = trpc.useUtils()
  const [news] = useState(createLiveNews)
  useEffect(() => {
    const outdated = {
      limits: () => queries.limits.invalidate(undefined, { refetchType: 'none' }),
      users: () => queries.users.invalidate(undefined, { refetchType: 'none' }),
      credits: () => queries.credits.invalidate(undefined, { refetchType: 'none' }),
      feedback: () => queries.feedback.invalidate(undefined, { refetchType: 'none' }),
      orders: () => queries.orders.invalidate(undefined, { refetchType: 'none' }),
      audit: () => queries.audit.invalidate(undefined, { refetchType: 'none' }),
    } satisfies Record<ConsoleTopic, () => Promise<void>>
    let leaving: ReturnType<typeof setTimeout> | undefined
    const stop = startLive({
      api: createStreamApi(),
      onState: (state) => {
        // A stream that was lost may be one that is refused: nobody says then that the session is over.
        if (state === 'away') void queries.users.me.invalidate()
        news.setState(state)
      },
      onEvent: (event) => {
        const { kind } = event
        if (isTopic(kind)) void outdated[kind]()
        // After `ready` something may have been missed.
        if (kind === 'ready' || kind === 'sessions') void queries.sessions.invalidate()
        if (kind === 'ended' && (event.reason === 'banned' || event.reason === 'role')) {
          noteEnd(event.reason)
          void queries.users.me.invalidate()
        } else if (kind === 'ended') leaving = setTimeout(() => queries.users.me.invalidate(), leavingMs)
        else if (!isTopic(kind)) void queries.users.me.invalidate()
        news.tell(event)
      },
    })
    return () => {
      clearTimeout(leaving)
      stop()
    }
  }, [queries, news, noteEnd])
  return news
}

/** The signed-in user; asked for until an answer comes, and now and then while no news would tell of a sign-out. */
export function useSignedIn(news: LiveNews) {
  const live = useSyncExternalStore(news.onState, news.getState)
  const { data } = trpc.users.me.useQuery(undefined, {
    refetchInterval: ({ state }) => {
      if (state.status === 'error') return askAgainMs
      return live === 'away' ? askWhileAwayMs : false
    },
  })
  return data
}
