import { createContext, useContext, useEffect, useEffectEvent, useRef, useSyncExternalStore } from 'react'
import type { ConsoleTopic } from '#shared/live-topics.ts'
import type { LiveState } from './live.ts'
import type { LiveNews } from './live-news.ts'
import { createRefreshSchedule } from './refresh-schedule.ts'

const gapMs = 3000

const LiveContext = createContext<LiveNews | null>(null)
export const LiveProvider = LiveContext.Provider

function useLiveNews(): LiveNews {
  const news = useContext(LiveContext)
  if (!news) throw new Error('useLiveNews needs a LiveProvider above it.')
  return news
}

/** Whether news arrive. */
export function useLiveState(): LiveState {
  const news = useLiveNews()
  return useSyncExternalStore(news.onState, news.getState)
}

/** For `refetchInterval`: how often to ask while no news arrive, and not at all while they do. */
export function useIntervalWithoutNews(everyMs: number): number | undefined {
  return useLiveState() === 'open' ? undefined : everyMs
}

interface Options {
  /** Keeps what is shown as it is for as long. */
  held?: boolean
  /** How many times the usual pause lies between two refreshes: for what costs more than one call. */
  cost?: number
}

/** Reads anew when the server says that the topic has changed; while nobody sees the tab, once they come back. */
export function useLiveRefresh(topic: ConsoleTopic, refresh: () => unknown, options: Options = {}): void {
  const { held = false, cost = 1 } = options
  const news = useLiveNews()
  const run = useEffectEvent(refresh)
  const isHeld = useEffectEvent(() => held || document.hidden)
  const gap = useEffectEvent(() => gapMs * cost)
  const settle = useRef(() => {})
  useEffect(() => {
    const schedule = createRefreshSchedule({ run: () => run(), gapMs: () => gap(), isHeld: () => isHeld() })
    const stopHearing = news.onTopic(topic, schedule.ask)
    document.addEventListener('visibilitychange', schedule.settle)
    settle.current = schedule.settle
    return () => {
      stopHearing()
      document.removeEventListener('visibilitychange', schedule.settle)
      schedule.stop()
    }
  }, [news, topic])
  // biome-ignore lint/correctness/useExhaustiveDependencies: what waited is done once it is held no more
  useEffect(() => settle.current(), [held])
}
