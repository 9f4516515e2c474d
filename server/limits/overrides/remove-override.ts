import { eq } from 'drizzle-orm'
import { limitOverride } from '#drizzle/schema/index.ts'
import type { Acted } from '#shared/audit/audit.ts'
import type { OverrideIdInput } from '#shared/limits/limit-rules.ts'
import { recordAudit } from '../../audit/record/record-audit.ts'
import type { ServiceContext } from '../../service-context.ts'
import type { LimitsContext } from '../limits-context.ts'
import { tellLimitsNews } from '../rules/limits-news.ts'
import { overrideNotFound, toOverrideRecord } from './override-view.ts'

/** Removes an override; it stops to count on every replica at once. Throws NOT_FOUND. */
export async function removeOverride(
  ctx: LimitsContext,
  { id }: OverrideIdInput,
): Promise<Acted & { id: string }> {
  const auditId = await ctx.db.transaction((tx) => deleteOverride({ ...ctx, db: tx }, id))
  await ctx.limiter.rules.refresh()
  return { id, auditId }
}

/** The same in the transaction `ctx.db`, after which the caller refreshes the rules. Returns the row of the audit log. */
export async function deleteOverride(ctx: ServiceContext, id: string): Promise<string> {
  const [before] = await ctx.db.delete(limitOverride).where(eq(limitOverride.id, id)).returning()
  if (!before) throw overrideNotFound()
  const auditId = await recordAudit(ctx, {
    action: 'override.remove',
    subject: { type: 'override', id },
    before: toOverrideRecord(before),
    after: null,
  })
  await tellLimitsNews(ctx.db, { kind: 'rules' })
  return auditId
}
