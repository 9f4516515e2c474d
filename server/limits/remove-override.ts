import { eq } from 'drizzle-orm'
import { limitOverride } from '#drizzle/schema/index.ts'
import type { OverrideIdInput } from '#shared/limit-rules.ts'
import { recordAudit } from '../audit/record-audit.ts'
import type { LimitsContext } from './counter-view.ts'
import { tellLimitsNews } from './limits-news.ts'
import { overrideNotFound, toOverrideRecord } from './override-view.ts'

/** Removes an override; it stops to count on every replica at once. Throws NOT_FOUND. */
export async function removeOverride(ctx: LimitsContext, { id }: OverrideIdInput): Promise<{ id: string }> {
  await ctx.db.transaction(async (tx) => {
    const [before] = await tx.delete(limitOverride).where(eq(limitOverride.id, id)).returning()
    if (!before) throw overrideNotFound()
    await recordAudit(
      { ...ctx, db: tx },
      { action: 'limits.removeOverride', subject: id, before: toOverrideRecord(before), after: null },
    )
    await tellLimitsNews(tx, { kind: 'rules' })
  })
  await ctx.limiter.rules.refresh()
  return { id }
}
