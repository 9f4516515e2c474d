import type { LimitScope } from '#shared/limits/limits.ts'
import type { CallSource, Denial } from '../decide/limiter.ts'

/** What was decided in about a minute and is not written yet. Times are milliseconds of this process's clock. */
export interface DecisionBatch {
  policies: Map<string, { passed: number; blocked: number }>
  blocks: Map<string, Block>
  /** Of the last decision. */
  at: number
}

/** The calls that one counter blocked, and the last of them. */
export interface Block {
  policy: string
  scope: LimitScope
  count: number
  procedure: string
  requestId: string
  at: number
}

export const emptyBatch = (): DecisionBatch => ({ policies: new Map(), blocks: new Map(), at: 0 })

export function countCall(batch: DecisionBatch, policy: string, result: 'passed' | 'blocked', at: number) {
  const counts = batch.policies.get(policy) ?? { passed: 0, blocked: 0 }
  counts[result] += 1
  batch.policies.set(policy, counts)
  batch.at = at
}

export function countBlock(batch: DecisionBatch, denied: Denial, source: CallSource, at: number) {
  const { policy, scope, key } = denied
  const count = (batch.blocks.get(key)?.count ?? 0) + 1
  batch.blocks.set(key, { policy, scope, count, ...source, at })
}

/** Adds what `older` holds to `newer`. */
export function mergeBatch(newer: DecisionBatch, older: DecisionBatch): void {
  for (const [policy, { passed, blocked }] of older.policies) {
    const counts = newer.policies.get(policy) ?? { passed: 0, blocked: 0 }
    newer.policies.set(policy, { passed: counts.passed + passed, blocked: counts.blocked + blocked })
  }
  for (const [key, block] of older.blocks) {
    const later = newer.blocks.get(key)
    newer.blocks.set(key, later ? { ...later, count: later.count + block.count } : block)
  }
  newer.at = Math.max(newer.at, older.at)
}
