import type { CreditEntryView } from '#shared/credits/credits.ts'
import { text as words } from '../../lib/text/credits-text.ts'
import { count, signedCount } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import { wordFor } from '../../lib/text/word-for.ts'

/** A number of credits, without the word. */
export const shown = (amount: number): string => count(amount, text.locale)

/** What an entry added or took: "+500", "−3". */
export const change = ({ credits }: Pick<CreditEntryView, 'credits'>): string =>
  signedCount(credits, text.locale)

/** What a call or a task is called that costs credits. */
export const typeName = (type: string): string => wordFor(words.types, type)

/** What an entry was for, as its second line; empty where its kind says all. */
export function purpose({ type, units }: Pick<CreditEntryView, 'type' | 'units'>): string {
  if (type === null) return ''
  return units === null ? typeName(type) : `${typeName(type)} · ${shown(units)} ${words.units.toLowerCase()}`
}
