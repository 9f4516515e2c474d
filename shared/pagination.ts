import { z } from 'zod'
import { wholeNumber } from './number.ts'

/** Size of a page and where it begins; the cursor is what the last page's `nextCursor` said. */
export const pageInput = z.object({
  limit: wholeNumber({ min: 1, max: 100 }).default(25),
  cursor: z.string().max(1200).optional(),
})

/** What every list answers. `total` counts what the filters match, not the page. */
export interface Page<Item> {
  items: Item[]
  nextCursor: string | null
  total: number
  /** There are more than `total`: long lists are counted to a bound only. */
  totalCapped?: boolean
}

/** A cursor that holds these values. */
export function encodeCursor(values: string[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify(values))
  return btoa(String.fromCharCode(...bytes))
}

/** The values that a cursor holds; null when it is not one of ours with so many. */
export function decodeCursor(cursor: string, length: number): string[] | null {
  try {
    const bytes = Uint8Array.from(atob(cursor), (character) => character.charCodeAt(0))
    const values = z
      .array(z.string().max(300))
      .length(length)
      .parse(JSON.parse(new TextDecoder().decode(bytes)))
    return values.some((value) => value.includes('\u0000')) ? null : values
  } catch {
    return null
  }
}
