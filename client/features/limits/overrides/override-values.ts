import type { LimitOverride, OverrideTarget } from '#shared/limits/limit-rules.ts'
import type { OverrideEffect } from '#shared/limits/limits.ts'
import { endOf } from '../../../lib/form/end-of.ts'
import type { text } from '../../../lib/text/text.ts'

/** What the form of an override holds. */
export interface OverrideValues {
  target: OverrideTarget
  value: string
  /** Empty: every policy. */
  policy: string
  effect: OverrideEffect
  limit: number | string
  end: keyof typeof text.overrides.endChoices
  /** In the reader's zone, as a `datetime-local` field has it; for the end `at`. */
  expiresAt: string
  reason: string
}

/** Whether the value itself says of which policies the override is. */
export const namesPolicy = (target: OverrideTarget) => target === 'key' || target === 'prefix'

/** What the form starts with: an override as it is, or a new one for a week. */
export function overrideValues(
  target: OverrideTarget,
  value: string,
  override: LimitOverride | undefined,
): OverrideValues {
  return {
    target,
    value,
    policy: override?.policy ?? '',
    effect: override?.effect ?? 'limit',
    limit: override?.limit ?? '',
    end: override ? (override.expiresAt ? 'keep' : 'never') : 'week',
    expiresAt: '',
    reason: override?.reason ?? '',
  }
}

/** The input that the values mean at `now`. */
export function toOverrideInput(values: OverrideValues, override: LimitOverride | undefined, now: Date) {
  const { target, value, policy, effect, limit, end, expiresAt: at, reason } = values
  return {
    id: override?.id,
    target,
    value: value.trim(),
    policy: policy === '' || namesPolicy(target) ? null : policy,
    effect,
    limit: effect !== 'limit' || limit === '' ? null : Number(limit),
    reason,
    expiresAt: endOf({ end, at, kept: override?.expiresAt ?? null }, now),
  }
}
