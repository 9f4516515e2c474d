import { eq } from 'drizzle-orm'
import { setting } from '#drizzle/schema/index.ts'
import { defaultTimeZone, settingSchemas } from '#shared/settings.ts'
import type { Database } from '../database/database.ts'

/** Where months of credits begin at midnight, as the setting says at this moment; `db` may be a transaction. */
export async function readBillingTimeZone(db: Database): Promise<string> {
  const [row] = await db
    .select({ value: setting.value })
    .from(setting)
    .where(eq(setting.key, 'billingTimeZone'))
  const parsed = settingSchemas.billingTimeZone.safeParse(row?.value)
  return parsed.success ? parsed.data : defaultTimeZone
}
