import type { LimitedCall } from '#shared/limits/limit-events.ts'
import type { Page } from '#shared/pagination.ts'
import type { DeclaredCalls } from '../declared-call.ts'

/** Everything that can be called, by path, with the policies that its calls count against. */
export function listCalls({ declaredCalls }: { declaredCalls: DeclaredCalls }): Page<LimitedCall> {
  const items = declaredCalls
    .list()
    .map(({ path, policies, cost }) => ({ path, policies: [...policies], cost }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
  return { items, nextCursor: null, total: items.length }
}
