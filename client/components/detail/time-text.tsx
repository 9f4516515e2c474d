import { exactTime, relativeTime, timeText } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'

/** A point in time as seen from now, the exact one with its zone on hover; null is never. */
export function TimeText({ value }: { value: string | null }) {
  if (value === null) return text.common.never
  const date = new Date(value)
  return (
    <time dateTime={value} title={timeText(date, 'full', text.locale)}>
      {relativeTime(date, new Date(), text.locale)}
    </time>
  )
}

/** A point in time to the minute, with seconds and zone on hover. */
export function ExactTime({ value }: { value: string }) {
  const date = new Date(value)
  return (
    <time dateTime={value} title={timeText(date, 'full', text.locale)}>
      {exactTime(date, text.locale)}
    </time>
  )
}
