import { z } from 'zod'
import { wholeNumber } from './text/number.ts'
import { secretText } from './text/text.ts'

/** Size of a page and where it begins; the cursor is what the last page's `nextCursor` said. */
export const pageInput = z.object({
  limit: wholeNumber({ min: 1, max: 100 }).default(25),
  cursor: secretText({ max: 1200 }).optional(),
})

/** What every list answers. `total` counts what the filters match, not the page. */
export interface Page<Item> {
  items: Item[]
  nextCursor: string | null
  total: number
  /** There are more than `total`: long lists are counted to a bound only. */
  totalCapped?: boolean
}
