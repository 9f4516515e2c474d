import { expect, test } from 'vitest'
import { nextCheckOf } from './next-check.ts'

const now = new Date('2026-06-01T12:00:00.000Z')
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const ago = (ms: number) => new Date(now.getTime() - ms)
const order = { paidAt: null, refundAskedAt: null, attention: null, shortfall: 0 }
const created = (age: number) => ({ ...order, status: 'created', createdAt: ago(age) }) as const
const paid = (age: number) => ({ ...created(age), status: 'paid', paidAt: ago(age) }) as const

test.each([
  ['new', created(0), minute],
  ['a minute old', created(minute), 9 * minute],
  ['ten minutes old', created(10 * minute), 20 * minute],
  ['an hour old', created(hour), hour],
  ['paid with another sum', { ...created(hour), attention: 'amount:1:eur' }, day],
  ['undecided for a month', created(30 * day), null],
  ['deleted', { ...created(0), status: 'deleted' } as const, null],
  ['paid', paid(0), day],
  ['paid, with credits that calls may hold', { ...paid(0), shortfall: 5, attention: 'shortfall:5' }, hour],
  ['paid, short of credits, and looked into', { ...paid(0), shortfall: 5 }, day],
  ['paid four months ago', paid(120 * day), null],
  ['about to be refunded', { ...paid(0), status: 'refunding', refundAskedAt: ago(minute) } as const, minute],
  ['not refunded for hours', { ...paid(0), status: 'refunding', refundAskedAt: ago(hour) } as const, hour],
])('an order that is %s is asked about in time', (_, given, inMs) => {
  const next = nextCheckOf(given, now)
  expect(next === null ? null : next.getTime() - now.getTime()).toBe(inMs)
})
