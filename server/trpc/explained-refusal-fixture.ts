import type { AnyRouter } from '@trpc/server'
import { explainCall } from '#server/access/explain/explain-call.ts'
import { createDeclaredCalls } from '#server/http/declared-calls.ts'
import { personNeeded } from '#server/key-status/key-refusals.ts'
import { createLimiter } from '#server/limits/decide/limiter.ts'
import { createSystemContext } from '#server/service-context.ts'
import type { ExplainStep } from '#shared/limits/limit-events.ts'
import type { TestApp } from '#test/app.ts'
import { auditKeys } from '#test/audit-log.ts'
import { product } from '#test/product.ts'
import type { Person } from './access-fixture.ts'

/** The reason that a call answers which this step refuses. */
const reasons: Record<Exclude<ExplainStep['step'], 'key'>, string> = {
  'signed-in': 'signed-out',
  ban: 'banned',
  approval: 'approval',
  impersonation: 'impersonating',
  permission: 'permission',
  override: 'blocked',
  limit: 'limit',
  'sign-up': 'sign-up',
  fresh: 'confirm',
  entitlement: 'entitlement',
  credits: 'credits',
  lock: 'locked',
  // Better Auth answers it by a code of its own.
  account: 'account',
}

function whoIs(person: Person | null) {
  if (!person) return { ip: '192.0.2.1' }
  return person.key ? { key: person.key.id } : { userId: person.id, sessionId: person.sessionId }
}

/** Asks what `limits.explain` says of calls: the reason that they will be refused for; null for one that will pass. */
export function createExplainer({ database: { db } }: TestApp, router?: AnyRouter) {
  const services = {
    limiter: createLimiter({ db }),
    declaredCalls: createDeclaredCalls(router),
    config: { signUp: 'open' as const },
  }
  return async (procedure: string, person: Person | null): Promise<string | null> => {
    const ctx = { ...createSystemContext({ db, audit: auditKeys, product, device: 'test' }), ...services }
    const { refusedBy, steps } = await explainCall(ctx, { procedure, ...whoIs(person) })
    if (refusedBy !== 'key') return refusedBy && reasons[refusedBy]
    // One step for two reasons: a key that does not work, and a call that is not for keys.
    const said = steps.find(({ step }) => step === 'key')?.message
    return said === personNeeded().message ? 'person' : 'key'
  }
}
