import { eq } from 'drizzle-orm'
import { userImage } from '#drizzle/schema/index.ts'
import type { Database } from '../../database/database.ts'

/** A picture by its hash, as its type and bytes; null when nobody has it any more. */
export async function getPicture(db: Database, { hash }: { hash: string }) {
  const [picture] = await db
    .select({ type: userImage.type, bytes: userImage.bytes })
    .from(userImage)
    .where(eq(userImage.hash, hash))
    .limit(1)
  return picture ?? null
}
