import { randomUUID } from 'node:crypto'
import { count, eq } from 'drizzle-orm'
import { limitOverride, user } from '#drizzle/schema/index.ts'
import type { Acted } from '#shared/audit/audit.ts'
import type { LimitAuthor, LimitOverride, SetOverrideInput } from '#shared/limits/limit-rules.ts'
import { canonicalJson } from '../../audit/record/canonical-json.ts'
import { recordAudit } from '../../audit/record/record-audit.ts'
import type { Database } from '../../database/database.ts'
import { AppError } from '../../errors.ts'
import type { ActorContext } from '../../service-context.ts'
import type { LimitsContext } from '../limits-context.ts'
import { tellLimitsNews } from '../rules/limits-news.ts'
import { activeOverride } from '../rules/read-rules.ts'
import { type CheckedOverride, checkOverride } from './check-override.ts'
import {
  type OverridePeople,
  type OverrideRow,
  overrideNotFound,
  toLimitOverride,
  toOverrideRecord,
} from './override-view.ts'

// Every replica holds all of them in memory, and people look after them by hand.
const maxActive = 1000

/**
 * Makes an override, or changes the one that the input names, on every replica at once. Throws BAD_REQUEST with the
 * field, NOT_FOUND, and CONFLICT when there are too many. What it says already changes and records nothing.
 */
export async function setOverride(
  ctx: ActorContext & LimitsContext,
  input: SetOverrideInput,
): Promise<LimitOverride & Acted> {
  const checked = await checkOverride(ctx, input)
  const override = await ctx.db.transaction(async (tx) => {
    const { after, auditId } = await writeOverride({ ...ctx, db: tx }, { id: input.id, checked })
    return { ...toLimitOverride(after, await peopleOf(tx, after), ctx.now), auditId }
  })
  await ctx.limiter.rules.refresh()
  return override
}

/** The same in the transaction `ctx.db`, after which the caller refreshes the rules. */
export async function writeOverride(
  ctx: ActorContext,
  { id, checked }: { id?: string; checked: CheckedOverride },
): Promise<Acted & { after: OverrideRow }> {
  const { before, after } = id
    ? await change(ctx.db, id, checked)
    : await add(ctx.db, ctx.actor.user.id, checked)
  if (before === after) return { after, auditId: null }
  const auditId = await recordAudit(ctx, {
    action: 'override.set',
    subject: { type: 'override', id: after.id },
    before: before && toOverrideRecord(before),
    after: toOverrideRecord(after),
  })
  await tellLimitsNews(ctx.db, { kind: 'rules' })
  return { after, auditId }
}

/** The same row on both sides: it said so already. */
interface Changed {
  before: OverrideRow | null
  after: OverrideRow
}

async function change(tx: Database, id: string, checked: CheckedOverride): Promise<Changed> {
  const [before] = await tx.select().from(limitOverride).where(eq(limitOverride.id, id)).for('update')
  if (before && saysTheSame(before, checked)) return { before, after: before }
  const [after] = await tx.update(limitOverride).set(checked).where(eq(limitOverride.id, id)).returning()
  if (!before || !after) throw overrideNotFound()
  return { before, after }
}

const saysTheSame = (row: OverrideRow, checked: CheckedOverride) =>
  canonicalJson(toOverrideRecord(row)) === canonicalJson(toOverrideRecord({ ...row, ...checked }))

async function add(tx: Database, createdBy: string, checked: CheckedOverride): Promise<Changed> {
  const [counted] = await tx.select({ active: count() }).from(limitOverride).where(activeOverride)
  if ((counted?.active ?? 0) >= maxActive) {
    throw new AppError(
      'CONFLICT',
      `There are ${maxActive} overrides in force. Remove some, or join addresses to ranges.`,
    )
  }
  const [after] = await tx
    .insert(limitOverride)
    .values({ ...checked, id: randomUUID(), createdBy })
    .returning()
  if (!after) throw new Error('The override was not written.')
  return { before: null, after }
}

async function peopleOf(tx: Database, { createdBy, target, value }: OverrideRow): Promise<OverridePeople> {
  const find = async (id: string | null): Promise<LimitAuthor> => {
    if (!id) return null
    const [found] = await tx.select({ id: user.id, name: user.name }).from(user).where(eq(user.id, id))
    return found ?? null
  }
  return { author: await find(createdBy), user: await find(target === 'user' ? value : null) }
}
