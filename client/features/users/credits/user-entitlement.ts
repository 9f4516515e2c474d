import type { inferRouterOutputs } from '@trpc/server'
import { shown } from '../../../components/credits/credit-words.ts'
import type { AppRouter } from '../../../lib/api/trpc.ts'
import { text } from '../../../lib/text/text.ts'
import { text as ownWords } from '../../../lib/text/user-credits-text.ts'
import { wordFor } from '../../../lib/text/word-for.ts'

/** What holds of a key for a user, as it comes over JSON. */
export type UserEntitlement = inferRouterOutputs<AppRouter>['entitlements']['list'][number]

/** What a key is called. */
export const entitlementName = (key: string): string => wordFor(ownWords.keys, key)

/** A value in words; null bounds nothing. */
export function valueText(value: unknown): string {
  if (value === null) return ownWords.noBound
  if (typeof value === 'boolean') return value ? text.common.yes : text.common.no
  if (typeof value === 'number') return shown(value)
  return typeof value === 'string' ? value : JSON.stringify(value)
}
