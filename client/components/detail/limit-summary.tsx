import type { LimitCounter } from '#shared/limits/limits.ts'
import { count, duration } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import { StatusWord } from '../notice/status-word.tsx'
import { Meter } from './meter.tsx'

const words = text.limits

/** A counter's meter, named for a screen reader by its policy and numbers. */
export function LimitMeter({ counter }: { counter: LimitCounter }) {
  const used = count(counter.used, text.locale)
  const limit = count(counter.limit, text.locale)
  return (
    <Meter
      label={words.meter(counter.policy, used, limit)}
      value={counter.used}
      max={counter.limit}
      blocked={counter.blocked}
      valueText={words.usedOf(used, limit)}
    />
  )
}

/** Whether the counter lets calls through now; if not, for how long it will not. */
export function LimitState({ counter }: { counter: LimitCounter }) {
  if (!counter.blocked) return <StatusWord tone="good">{words.passing}</StatusWord>
  const wait = duration(Math.ceil(counter.retryAfterMs / 1000))
  return <StatusWord tone="blocked">{words.blockedFor(wait)}</StatusWord>
}
