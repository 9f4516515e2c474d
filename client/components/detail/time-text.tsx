import { exactTime, relativeTime } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'

/** A point in time as seen from now, the exact one in the reader's zone on hover. */
export function TimeText({ value }: { value: string }) {
  const date = new Date(value)
  return (
    <time dateTime={value} title={exactTime(date, text.locale)}>
      {relativeTime(date, new Date(), text.locale)}
    </time>
  )
}
