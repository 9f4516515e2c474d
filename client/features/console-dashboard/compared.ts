import { count } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'

/** The second line of a figure: the number beside what it was in the same time before, and which time that is. */
export function compared({ number, was, time }: { number: number; was: number; time: string }) {
  const difference = number - was
  const words = text.consoleDashboard.compared
  const said =
    difference === 0
      ? words.same
      : (difference > 0 ? words.more : words.fewer)(count(Math.abs(difference), text.locale))
  return { second: said, title: time }
}
