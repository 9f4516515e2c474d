import { eq } from 'drizzle-orm'
import { setting } from '#drizzle/schema/index.ts'
import { defaultTimeZone, settingSchemas } from '#shared/settings.ts'
import type { Database } from '../database/database.ts'

/** Where months of credits begin at midnight, as the setting says at this moment; `db` may be a transaction. */
export async function readBillingTimeZone(db: Database): Promise<string> {
  const [row] = await selectBillingTimeZone(db)
  return toBillingTimeZone(row?.value)
}

/** What is stored of it, to be a part of a larger statement. */
export const selectBillingTimeZone = (db: Database) =>
  db.select({ value: setting.value }).from(setting).where(eq(setting.key, 'billingTimeZone'))

/** The zone that is stored; the default without one. */
export function toBillingTimeZone(stored: unknown): string {
  const parsed = settingSchemas.billingTimeZone.safeParse(stored)
  return parsed.success ? parsed.data : defaultTimeZone
}
