import type { LiveEvent } from '#shared/live.ts'
import { type ConsoleTopic, consoleTopics } from '#shared/live-topics.ts'
import type { LiveState } from './live.ts'

/** What this tab hears of the server's news, for the parts of its pages. */
export interface LiveNews {
  getState(): LiveState
  /** Calls back whenever the state is another one; returns how to stop. */
  onState(hear: () => void): () => void
  /** Calls back whenever the topic has changed, or may have; returns how to stop. */
  onTopic(topic: ConsoleTopic, hear: () => void): () => void
  setState(state: LiveState): void
  tell(event: LiveEvent): void
}

/** Passes on what the tab's stream, or another tab's, has said to everything that listens. */
export function createLiveNews(): LiveNews {
  let state: LiveState = 'opening'
  const states = new Set<() => void>()
  const topics = new Map<ConsoleTopic, Set<() => void>>()
  return {
    getState: () => state,
    onState: (hear) => listen(states, hear),
    onTopic(topic, hear) {
      const hearers = topics.get(topic) ?? new Set()
      topics.set(topic, hearers)
      return listen(hearers, hear)
    },
    setState(next) {
      if (state === next) return
      state = next
      for (const hear of states) hear()
    },
    tell({ kind }) {
      // After `ready` anything may have been missed.
      for (const [topic, hearers] of topics) {
        if (kind === 'ready' || kind === topic) for (const hear of hearers) hear()
      }
    },
  }
}

function listen(hearers: Set<() => void>, hear: () => void): () => void {
  hearers.add(hear)
  return () => void hearers.delete(hear)
}

/** Whether the event is news of a topic of the console. */
export const isTopic = (kind: LiveEvent['kind']): kind is ConsoleTopic => kind in consoleTopics
