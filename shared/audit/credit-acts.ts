import { z } from 'zod'
import { type Act, exported, fields, instant } from './act.ts'

const text = z.string()
const number = z.number()
const entitled = {
  value: z.unknown(),
  expiresAt: instant.nullable(),
  reason: text,
}
/** The reason is in the row of the log alone; the lot is what it gave more in the month that runs. */
const plan = fields({ plan: text, until: instant.nullable(), reason: text.nullable(), lot: text.nullable() })
const subscribed = fields({
  plan: text,
  nextPlan: text.nullable(),
  amount: number,
  currency: text,
  status: text,
  until: instant.nullable(),
})

/** What is recorded of credits, of what else somebody may use, and of what was bought. */
export const creditActs = {
  'credits.grant': {
    subject: 'user',
    after: fields({ credits: number, expiresAt: instant.nullable(), lot: text, reason: text }),
    personal: ['reason'],
  },
  'credits.adjust': {
    subject: 'user',
    after: fields({ credits: number, reason: text }),
    personal: ['reason'],
  },
  'credits.export': { subject: 'user', after: exported },
  'credits.exportOwners': { subject: 'procedure', after: exported },
  'entitlement.set': {
    subject: 'user',
    // The key is the same on both sides, and named on one so that it is kept.
    before: fields({ entitlement: z.null(), ...entitled }),
    after: fields({ entitlement: text, ...entitled }),
    personal: ['reason'],
  },
  'entitlement.remove': {
    subject: 'user',
    before: fields({ entitlement: text, ...entitled, removal: z.null() }),
    after: fields({
      entitlement: z.null(),
      value: z.null(),
      expiresAt: z.null(),
      reason: z.null(),
      removal: text,
    }),
    personal: ['reason', 'removal'],
  },
  'plan.set': { subject: 'user', before: plan, after: plan, personal: ['reason'] },
  'order.pay': {
    subject: 'order',
    after: fields({ number, product: text, credits: number, amount: number, currency: text }),
  },
  'order.refund': {
    subject: 'order',
    after: fields({ amount: number, currency: text, reason: text }),
    personal: ['reason'],
  },
  /** Money went back, whoever asked for it. */
  'order.confirmRefund': {
    subject: 'order',
    before: fields({ refundedAmount: number }),
    after: fields({ refundedAmount: number, currency: text }),
  },
  'order.dispute': {
    subject: 'order',
    before: fields({ disputedAmount: number }),
    after: fields({ disputedAmount: number, currency: text }),
  },
  'order.resolve': {
    subject: 'order',
    before: fields({ attention: text, reason: z.null() }),
    after: fields({ attention: z.null(), reason: text }),
    personal: ['reason'],
  },
  'order.export': { subject: 'procedure', after: exported },
  'subscription.begin': { subject: 'subscription', after: subscribed },
  'subscription.change': { subject: 'subscription', before: subscribed, after: subscribed },
  'subscription.end': { subject: 'subscription', before: subscribed, after: subscribed },
} as const satisfies Record<`${string}.${string}`, Act<'user' | 'order' | 'subscription' | 'procedure'>>
