import { defineShared } from '#shared/product/define-shared.ts'

/**
 * What the audit log records of the product, what an admin can set, which fields people have, and
 * what they pay for.
 */
export const shared = defineShared({
  /** `'memo.rename': { subject: 'memo', before: fields({ title }), after: fields({ title }) }`. */
  acts: {},
  /** `memosPerUser: { schema: wholeNumber({ min: 1, max: 10_000 }), default: 100 }`. */
  settings: {},
  /** `company: { label: 'Company', schema: line({ max: 80 }), default: '', editedBy: 'owner', signUp: true }`. */
  people: {},
  /** `'memos.shared': { schema: z.boolean(), default: false }`. */
  entitlements: {},
  // Gatehouse's plans hold until `plans` names the product's own, each with a value for every key, and with a price
  // where it is sold: `pro: { title: 'Pro', price: { amount: 900, currency: 'eur' }, values: { 'credits.monthly': 1000,
  // 'credits.quota': null, 'memos.shared': true } }`. The same is true of `packs`.
})
