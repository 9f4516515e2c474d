import { endOf } from '../../../lib/form/end-of.ts'
import { endTime } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'

/** What the form of a ban holds. */
export interface BanValues {
  reason: string
  end: keyof typeof text.userActs.ban.endChoices
  /** In the reader's zone, as a `datetime-local` field has it; for the end `at`. */
  until: string
}

/** The ban that the values mean at `now`. */
export function toBan({ reason, end, until }: BanValues, now: Date) {
  return { reason, until: endOf({ end, at: until }, now) }
}

/** When the ban ends, as its question says it; empty while no time is chosen. */
export function endWords({ end, until }: BanValues, now: Date): string {
  const at = endOf({ end, at: until }, now)
  if (at === null) return text.userActs.ban.forGood
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? '' : text.userActs.ban.untilTime(endTime(date, now, text.locale))
}
