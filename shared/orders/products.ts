import { shared } from '#product/shared.ts'
import type { Pack } from './pack.ts'

/** What is on sale unless the product names packs of its own. */
const ownPacks: Readonly<Record<string, Pack>> = {
  small: { title: '100 credits', credits: 100, amount: 500, currency: 'eur' },
  medium: { title: '500 credits', credits: 500, amount: 2000, currency: 'eur' },
  large: { title: '2,000 credits', credits: 2000, amount: 6000, currency: 'eur' },
}

/** Everything that can be bought once, by its name. */
export const packs: Readonly<Record<string, Pack>> = shared.packs ?? ownPacks

/** The pack of this name; null for one that is not on sale (any more). */
export const packOf = (name: string): Pack | null =>
  Object.hasOwn(packs, name) ? (packs[name] ?? null) : null
