import type { ExplainLimitInput, ExplainStep, LimitExplanation } from '#shared/limits/limit-events.ts'
import { AppError } from '../../errors.ts'
import type { LimitsContext } from '../../limits/limits-context.ts'
import type { SettingsConfig } from '../../settings/read-settings.ts'
import type { DeclaredCall, DeclaredCalls } from '../declared-call.ts'
import type { Explained, Guard, Question } from '../guard.ts'
import { guards } from '../guards/guards.ts'
import { explainCounters, unknownScopes } from './explain-counters.ts'
import { findCaller } from './explained-caller.ts'

export type ExplainContext = LimitsContext & { declaredCalls: DeclaredCalls; config: SettingsConfig }

/**
 * Says whether a call would pass at this moment and what each of its guards says, in the order of the calls. It reads
 * only, and charges nothing. Throws NOT_FOUND for a procedure, a user or a counter that is not there.
 */
export async function explainCall(ctx: ExplainContext, input: ExplainLimitInput): Promise<LimitExplanation> {
  const declared = ctx.declaredCalls.find(input.procedure)
  if (!declared) throw new AppError('NOT_FOUND', 'There is no such procedure or endpoint.')
  const asked = await findCaller(ctx, input)
  const counters = await explainCounters(ctx, declared, asked)
  const question = { ...asked, counters, db: ctx.db, config: ctx.config }
  const steps = await Promise.all(guards.map((guard) => explainStep(guard, declared, question)))
  const refusedBy = steps.find(({ outcome }) => outcome === 'refuses')?.step ?? null
  return {
    procedure: declared.path,
    cost: declared.cost,
    passes: refusedBy === null,
    refusedBy,
    retryAfterMs: Math.max(0, ...counters.map(({ retryAfterMs }) => retryAfterMs)),
    steps,
    counters,
    unknownScopes: unknownScopes(ctx, declared, { counters, keyId: asked.partition.keyId }),
  }
}

async function explainStep(guard: Guard, call: DeclaredCall, question: Question): Promise<ExplainStep> {
  const { outcome, message }: Explained = guard.appliesTo(call)
    ? await guard.explain(call, question)
    : { outcome: 'not-applicable', message: guard.notApplicable }
  return { step: guard.step, outcome, message }
}
