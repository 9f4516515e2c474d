import { BlockList, isIPv4 } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { overrideEffects } from '#shared/limits/limits.ts'
import { type KeyedQuota, quotasOf } from '../limit-keys.ts'
import { limitPolicies, type PolicyName } from '../limit-policies.ts'
import { createOverrideIndex, type OverrideRule, type RuledCaller } from './override-index.ts'

const now = 1_800_000_000_000
const names = Object.keys(limitPolicies) as PolicyName[]

// Few values, so that rules and callers meet often.
const addresses = ['203.0.113.7', '203.0.113.8', '10.0.0.1', '2001:db8:1:2::1', '2001:db8:1:3::1', 'unknown']
const ranges = [
  '203.0.113.7',
  '203.0.113.0/24',
  '203.0.0.0/16',
  '0.0.0.0/0',
  '10.0.0.0/8',
  '2001:db8:1:2::1',
  '2001:db8:1:2::/64',
  '2001:db8:1::/48',
  '2001:db8::/32',
  '::/0',
]
const users = ['u1', 'u2']
const keys = ['public/ip:203.0.113.7', 'signed-in/user:u1', 'signed-in/session:s1', 'mail/ip:10.0.0.1']
const prefixes = [
  'p',
  'public/',
  'public/ip:203.',
  'signed-in/',
  'signed-in/user:u',
  'mail/account:',
  'mail/',
]

const ruleFor = (target: OverrideRule['target'], values: string[]) =>
  fc.record<OverrideRule>({
    id: fc.uuid(),
    target: fc.constant(target),
    value: fc.constantFrom(...values),
    policy: fc.constantFrom(null, null, ...names),
    effect: fc.constantFrom(...overrideEffects),
    limit: fc.integer({ min: 1, max: 100 }),
    expiresAtMs: fc.constantFrom(null, null, now - 1, now, now + 1),
    createdAtMs: fc.integer({ min: now - 3, max: now }),
  })
const someRules = fc.array(
  fc.oneof(
    ruleFor('key', keys),
    ruleFor('user', users),
    ruleFor('address', ranges),
    ruleFor('prefix', prefixes),
  ),
  { maxLength: 12 },
)

test('finds the rule that a plain search of all of them finds', () => {
  let found = 0
  fc.assert(
    fc.property(
      someRules,
      fc.constantFrom(...addresses),
      fc.constantFrom(undefined, ...users),
      (rules, address, userId) => {
        const partition = { ip: networkFor(address), userId, sessionId: userId && 's1', account: 'a@b.c' }
        const caller = { userId, address }
        const index = createOverrideIndex(rules)
        for (const quota of quotasOf(limitPolicies, names, partition)) {
          const expected = naive(rules, quota, caller)
          if (expected) found += 1
          expect(index.find(quota, caller, now)).toEqual(expected)
        }
      },
    ),
    { numRuns: 10_000 },
  )
  expect(found).toBeGreaterThan(10_000)
})

test('what is known of an address only in part is not held by a longer range', () => {
  const rule = (value: string): OverrideRule => ({
    id: value,
    target: 'address',
    value,
    policy: null,
    effect: 'exempt',
    limit: null,
    expiresAtMs: null,
    createdAtMs: now,
  })
  const index = createOverrideIndex([rule('2001:db8:1::'), rule('2001:db8:1::/64'), rule('2001:db8::/32')])
  const [quota] = quotasOf(limitPolicies, ['public'], { ip: 'unknown' }) as [KeyedQuota]
  const find = (addressBits?: number) =>
    index.find(quota, { address: '2001:db8:1::', addressBits }, now)?.value
  expect([find(), find(64), find(48), find(16)]).toEqual([
    '2001:db8:1::',
    '2001:db8:1::/64',
    '2001:db8::/32',
    undefined,
  ])
})

// The words of the documentation, one after the other, without any index.
function naive(rules: OverrideRule[], quota: KeyedQuota, caller: RuledCaller): OverrideRule | null {
  const matching = rules.filter(
    (rule) =>
      (rule.expiresAtMs === null || rule.expiresAtMs > now) &&
      (rule.policy === null || rule.policy === quota.policy) &&
      concerns(rule, quota, caller),
  )
  const rank = ({ target }: OverrideRule) => ['key', 'user', 'address', 'prefix'].indexOf(target)
  const length = ({ target, value }: OverrideRule) => {
    if (target !== 'address') return target === 'prefix' ? value.length : 0
    const [address = '', bits = isIPv4(address) ? '32' : '128'] = value.split('/')
    return Number(bits)
  }
  matching.sort(
    (a, b) =>
      rank(a) - rank(b) ||
      length(b) - length(a) ||
      Number(a.policy === null) - Number(b.policy === null) ||
      b.createdAtMs - a.createdAtMs ||
      (a.id < b.id ? 1 : -1),
  )
  return matching[0] ?? null
}

function concerns({ target, value, effect }: OverrideRule, quota: KeyedQuota, caller: RuledCaller): boolean {
  if (target === 'key') return quota.key === value
  if (target === 'prefix') return quota.key.startsWith(value)
  if (quota.scope === 'account' && effect !== 'blocked') return false
  return target === 'user' ? caller.userId === value : isInRange(value, caller.address ?? '')
}

function isInRange(range: string, address: string): boolean {
  if (address === 'unknown') return false
  const kind = isIPv4(address) ? 'ipv4' : 'ipv6'
  const [network = '', bits = isIPv4(network) ? '32' : '128'] = range.split('/')
  if (isIPv4(network) !== (kind === 'ipv4')) return false
  const list = new BlockList()
  list.addSubnet(network, Number(bits), kind)
  return list.check(address, kind)
}

const networkFor = (address: string) =>
  address.includes(':') ? `${address.slice(0, address.indexOf('::'))}::/64` : address
