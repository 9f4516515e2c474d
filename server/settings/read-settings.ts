import { eq } from 'drizzle-orm'
import { setting } from '#drizzle/schema/index.ts'
import { shared } from '#product/shared.ts'
import {
  defaultTimeZone,
  type OwnSettingKey,
  type SettingKey,
  type Settings,
  settingKeys,
  settingSchemas,
} from '#shared/settings.ts'
import type { Config } from '../config.ts'
import type { Database } from '../database/database.ts'

/** What the settings' defaults are taken from. */
export type SettingsConfig = Pick<Config, 'signUp'>

const productDefaults = Object.fromEntries(
  Object.entries<{ default: unknown }>(shared.settings).map(([key, setting]) => [key, setting.default]),
) as Omit<Settings, OwnSettingKey>

/** What each setting is until an admin changes it. */
export const settingDefaults = ({ signUp }: SettingsConfig): Settings => ({
  ...productDefaults,
  signUpMode: signUp,
  auditRetentionDays: 365,
  billingTimeZone: defaultTimeZone,
  feedbackEmail: '',
})

/** Every setting as it is at this moment. Nothing is kept in memory, so a change holds on every replica at once. */
export async function readSettings(db: Database, config: SettingsConfig): Promise<Settings> {
  const rows = await db.select({ key: setting.key, value: setting.value }).from(setting)
  const stored = new Map(rows.map(({ key, value }) => [key, value]))
  const defaults = settingDefaults(config)
  const values = settingKeys.map((key) => [key, storedOr(key, stored.get(key), defaults[key])])
  return Object.fromEntries(values) as Settings
}

/** One setting as it is at this moment; `db` may be a transaction. */
export async function readSetting<Key extends SettingKey>(
  db: Database,
  config: SettingsConfig,
  key: Key,
): Promise<Settings[Key]> {
  const [row] = await db.select({ value: setting.value }).from(setting).where(eq(setting.key, key))
  return storedOr(key, row?.value, settingDefaults(config)[key])
}

/** The stored value; the default for none, and for one that an older or newer version wrote and this one refuses. */
export function storedOr<Key extends SettingKey>(
  key: Key,
  stored: unknown,
  fallback: Settings[Key],
): Settings[Key] {
  const parsed = settingSchemas[key].safeParse(stored)
  return parsed.success ? (parsed.data as Settings[Key]) : fallback
}
