import { sql } from 'drizzle-orm'
import { setting } from '#drizzle/schema/index.ts'
import type { Acted } from '#shared/audit/audit.ts'
import type { SetSettingInput, SettingKey, Settings, SettingView } from '#shared/settings.ts'
import { canonicalJson } from '../audit/record/canonical-json.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import type { ActorContext } from '../service-context.ts'
import { getSetting, type SettingsContext } from './list-settings.ts'
import { readSetting } from './read-settings.ts'
import { refuseUnknownZone } from './refuse-unknown-zone.ts'

/**
 * Changes a setting on every replica at once and returns it; what it is already changes and records nothing. Throws
 * BAD_REQUEST for a time zone that the database does not know.
 */
export async function setSetting(
  ctx: ActorContext & SettingsContext,
  input: SetSettingInput,
): Promise<SettingView & Acted> {
  if (input.key === 'billingTimeZone') await refuseUnknownZone(ctx.db, input.value)
  return ctx.db.transaction(async (tx) => {
    const inside = { ...ctx, db: tx }
    const auditId = await applySetting(inside, input, await holdSetting(inside, input.key))
    return { ...(await getSetting(inside, input.key)), auditId }
  })
}

/**
 * A setting as it is until the transaction `ctx.db` ends: one change at a time, so that each one's record says what the
 * one before it left. Reading goes on meanwhile.
 */
export async function holdSetting<Key extends SettingKey>(
  { db, config }: SettingsContext,
  key: Key,
): Promise<Settings[Key]> {
  await db.execute(sql`lock table ${setting} in share row exclusive mode`)
  return readSetting(db, config, key)
}

/** Changes a setting that is held, and was `before`. Returns the row of the audit log; null when it was so already. */
export async function applySetting(
  ctx: ActorContext & SettingsContext,
  { key, value }: SetSettingInput,
  before: Settings[SettingKey],
): Promise<string | null> {
  if (canonicalJson(before) === canonicalJson(value)) return null
  // Null is a value like others here: of JSON, not of SQL.
  const change = { value: sql`${JSON.stringify(value)}::jsonb`, changedBy: ctx.actor.user.id }
  await ctx.db
    .insert(setting)
    .values({ key, ...change, updatedAt: ctx.now })
    .onConflictDoUpdate({ target: setting.key, set: { ...change, updatedAt: ctx.now } })
  return recordAudit(ctx, {
    action: 'setting.set',
    subject: { type: 'setting', id: key },
    before: { value: before },
    after: { value },
  })
}
