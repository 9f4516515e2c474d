import type { DeclaredCall } from '#server/access/declared-call.ts'
import { maxFailures, windowMs } from '#server/auth/lockout/lockout-store.ts'
import { limitPolicies } from '#server/limits/limit-policies.ts'

/** What a document says of a call's guards: all of it follows from what the call declares. */
export const describeCall = (call: DeclaredCall): string =>
  [
    access(call),
    program(call),
    approval(call),
    fresh(call),
    impersonated(call),
    plan(call),
    price(call),
    limits(call),
    lockout(call),
  ]
    .filter(Boolean)
    .join('\n\n')

function access({ signedIn, permission }: DeclaredCall): string {
  if (permission) return `Needs the permission \`${permission}\`.`
  return signedIn ? 'For everybody who is signed in.' : 'For everybody.'
}

function program({ signedIn, permission, keys, path }: DeclaredCall): string {
  if (!signedIn || path.includes(' ')) return ''
  if (!keys) return 'Not for keys: it takes a person.'
  return permission ? 'A key needs the permission as well as its owner.' : ''
}

const approval = ({ signedIn, whilePending }: DeclaredCall) =>
  signedIn && whilePending ? 'Also for accounts that wait for approval.' : ''

const fresh = (call: DeclaredCall) =>
  call.fresh ? 'The caller must have confirmed within ten minutes who they are.' : ''

const impersonated = ({ signedIn, whileImpersonating }: DeclaredCall) =>
  signedIn && !whileImpersonating ? 'Not while an admin acts as the user.' : ''

const plan = ({ entitlement }: DeclaredCall) =>
  entitlement ? `The plan of whoever pays must include \`${entitlement}\`.` : ''

function price({ price }: DeclaredCall): string {
  if (!price) return ''
  const held = `held while it runs, ${span(price.holdMs)} at most, and given back when it fails`
  if (typeof price.hold !== 'number') return `Costs credits by its input: they are ${held}.`
  return `Costs ${price.hold} ${price.hold === 1 ? 'credit' : 'credits'} at most: ${held}.`
}

function limits({ policies, cost }: DeclaredCall): string {
  const quotas = policies.flatMap((name) =>
    limitPolicies[name].scopes.map(
      ({ scope, limit, windowMs }) => `${limit} in ${span(windowMs)} by \`${scope}\` (\`${name}\`)`,
    ),
  )
  return `Limits, unless an operator changed them: ${quotas.join(', ')}.${cost > 1 ? ` A call counts as ${cost}.` : ''}`
}

const lockout = ({ tests }: DeclaredCall) =>
  tests ? `${maxFailures} wrong ${tests}s in ${span(windowMs)} lock the account.` : ''

const units: [number, string][] = [
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
]

function span(ms: number): string {
  const [length, unit] = units.find(([each]) => ms % each === 0) ?? [1, 'ms']
  return `${ms / length} ${unit}`
}

/** By what callers may say who they are; an empty list for what asks nobody. */
export function securityOf({ signedIn, keys }: DeclaredCall): Record<string, string[]>[] {
  if (!signedIn) return []
  return [{ cookie: [] }, { session: [] }, ...(keys ? [{ key: [] }] : [])]
}

/** The kinds of reason by which the guards before a call refuse it, by status. */
export function refusalsOf(call: DeclaredCall): Record<401 | 402 | 403 | 409 | 429, string[]> {
  const { signedIn, keys, whilePending, whileImpersonating, permission, fresh, signsUp, tests } = call
  const { entitlement, price } = call
  const each = (kind: string, applies: unknown) => (applies ? [kind] : [])
  return {
    401: [...each('signed-out', signedIn), ...each('key', signedIn && keys)],
    402: [...each('entitlement', entitlement), ...each('credits', price)],
    403: [
      ...each('permission', permission),
      ...each('banned', signedIn),
      ...each('approval', signedIn && !whilePending),
      ...each('person', signedIn && !keys),
      ...each('impersonating', !whileImpersonating),
      ...each('confirm', fresh),
      ...each('sign-up', signsUp),
      'blocked',
    ],
    409: [...each('repeated', price), ...each('hold-lapsed', price)],
    429: ['limit', ...each('quota', price), ...each('locked', tests), ...each('busy', tests)],
  }
}
