import { type OverrideTarget, overrideTargets } from '#shared/limits/limit-rules.ts'
import type { OverrideEffect } from '#shared/limits/limits.ts'
import type { KeyedQuota } from '../limit-keys.ts'
import { addressBytes, maskBytes, parseAddressRange } from '../networks.ts'

/** An override as the limiter decides by it. Times are milliseconds since 1970. */
export interface OverrideRule {
  id: string
  target: OverrideTarget
  value: string
  /** Null: for every policy. */
  policy: string | null
  effect: OverrideEffect
  limit: number | null
  expiresAtMs: number | null
  createdAtMs: number
}

/** Whose call a rule may be for. */
export interface RuledCaller {
  userId?: string
  address?: string
  /** How many bits of the address are known, all unless given: no longer range holds it for certain. */
  addressBits?: number
}

export interface OverrideIndex {
  /** The rule that decides about this quota of the caller's call now; null when the policy's own numbers do. */
  find(quota: KeyedQuota, caller: RuledCaller, nowMs: number): OverrideRule | null
  /** All of them that have not expired, those first that beat others. */
  inOrder(nowMs: number): OverrideRule[]
  /** Whether any is for a user. */
  readonly namesUsers: boolean
}

/**
 * Overrides by what they are for, so that a call looks up as few as there are lengths of ranges and prefixes. A key
 * beats a user, a user an address, an address a prefix; the longer range or prefix beats the shorter. Among equals
 * the one that names the policy wins, then the newer one.
 */
export function createOverrideIndex(rules: readonly OverrideRule[]): OverrideIndex {
  const keys = new Groups()
  const users = new Groups()
  const ranges = new Groups()
  const prefixes = new Groups()
  const rangeBits = new Set<number>()
  const prefixLengths = new Set<number>()
  const ordered = rules.map(withLength).sort(byPrecedence)
  for (const { rule } of ordered) {
    if (rule.target === 'key') keys.add(rule.value, rule)
    else if (rule.target === 'user') users.add(rule.value, rule)
    else if (rule.target === 'prefix') {
      prefixes.add(rule.value, rule)
      prefixLengths.add(rule.value.length)
    } else {
      const range = parseAddressRange(rule.value)
      if (!range) continue
      ranges.add(rangeName(range.bytes, range.bits), rule)
      rangeBits.add(range.bits)
    }
  }
  const bitsDown = descending(rangeBits)
  const lengthsDown = descending(prefixLengths)

  function* candidates(quota: KeyedQuota, caller: RuledCaller): Generator<OverrideRule> {
    const { userId, address, addressBits = 128 } = caller
    yield* keys.of(quota.key)
    if (userId) yield* users.of(userId)
    const bytes = address && bitsDown.length > 0 ? addressBytes(address) : null
    if (bytes) {
      for (const bits of bitsDown) {
        if (bits <= Math.min(bytes.length * 8, addressBits))
          yield* ranges.of(rangeName(maskBytes(bytes, bits), bits))
      }
    }
    for (const length of lengthsDown) {
      if (length <= quota.key.length) yield* prefixes.of(quota.key.slice(0, length))
    }
  }

  return {
    find(quota, caller, nowMs) {
      if (rules.length === 0) return null
      for (const rule of candidates(quota, caller)) {
        const named = rule.policy === null || rule.policy === quota.policy
        if (named && isActive(rule, nowMs) && reaches(rule, quota)) return rule
      }
      return null
    },
    namesUsers: rules.some(({ target }) => target === 'user'),
    inOrder: (nowMs) => ordered.map(({ rule }) => rule).filter((rule) => isActive(rule, nowMs)),
  }
}

const isActive = ({ expiresAtMs }: OverrideRule, nowMs: number) => expiresAtMs === null || expiresAtMs > nowMs

/** Whether a rule is about counters of the quota's scope at all. */
function reaches({ target, effect }: OverrideRule, { scope }: KeyedQuota): boolean {
  // An account's counter protects the owner of the e-mail address from the caller, so a rule that is kind to the
  // caller does not open it.
  return scope !== 'account' || target === 'key' || target === 'prefix' || effect === 'blocked'
}

interface MeasuredRule {
  rule: OverrideRule
  length: number
}

function withLength(rule: OverrideRule): MeasuredRule {
  const bits = rule.target === 'address' ? parseAddressRange(rule.value)?.bits : undefined
  return { rule, length: bits ?? rule.value.length }
}

function byPrecedence(
  { rule: a, length: aLength }: MeasuredRule,
  { rule: b, length: bLength }: MeasuredRule,
) {
  return (
    overrideTargets.indexOf(b.target) - overrideTargets.indexOf(a.target) ||
    bLength - aLength ||
    Number(b.policy !== null) - Number(a.policy !== null) ||
    b.createdAtMs - a.createdAtMs ||
    (a.id < b.id ? 1 : -1)
  )
}

const descending = (numbers: Iterable<number>) => [...numbers].sort((a, b) => b - a)
const rangeName = (bytes: number[], bits: number) => `${bytes.join('.')}/${bits}`

/** Rules by what they are for, each group in the order in which they were added. */
class Groups {
  readonly #groups = new Map<string, OverrideRule[]>()

  add(name: string, rule: OverrideRule): void {
    const group = this.#groups.get(name)
    if (group) group.push(rule)
    else this.#groups.set(name, [rule])
  }

  of(name: string): readonly OverrideRule[] {
    return this.#groups.get(name) ?? none
  }
}

const none: readonly OverrideRule[] = []
