import { eq } from 'drizzle-orm'
import { setting, user } from '#drizzle/schema/index.ts'
import type { Page } from '#shared/pagination.ts'
import { type SettingKey, type SettingView, settingKeys } from '#shared/settings.ts'
import type { ServiceContext } from '../service-context.ts'
import { type SettingsConfig, settingDefaults, storedOr } from './read-settings.ts'

export type SettingsContext = ServiceContext & { config: SettingsConfig }

/** Every setting with the value in force, its default, and who changed it last. */
export async function listSettings(ctx: SettingsContext): Promise<Page<SettingView>> {
  const rows = await ctx.db
    .select({ row: setting, by: { id: user.id, name: user.name } })
    .from(setting)
    .leftJoin(user, eq(user.id, setting.changedBy))
  const defaults = settingDefaults(ctx.config)
  const items = settingKeys.map((key) => {
    const found = rows.find(({ row }) => row.key === key)
    return {
      key,
      value: storedOr(key, found?.row.value, defaults[key]),
      default: defaults[key],
      changed: found ? { by: found.by, at: found.row.updatedAt.toISOString() } : null,
    } as SettingView
  })
  return { items, nextCursor: null, total: items.length }
}

/** One of them. */
export async function getSetting(ctx: SettingsContext, key: SettingKey): Promise<SettingView> {
  const { items } = await listSettings(ctx)
  return items.find((item) => item.key === key) as SettingView
}
