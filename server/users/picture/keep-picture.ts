import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { userImage } from '#drizzle/schema/index.ts'
import { picturesPath } from '#shared/pictures.ts'
import type { ServiceContext } from '../../service-context.ts'
import { readPictureType } from './read-picture.ts'

/**
 * Keeps the bytes of a user's picture in place of those before, and returns its path, which names them: what lies there
 * never changes. Throws BAD_REQUEST for what is no small square picture.
 */
export async function keepPicture(
  { db, now }: ServiceContext,
  userId: string,
  bytes: Buffer,
): Promise<string> {
  const kept = {
    bytes,
    type: readPictureType(bytes),
    hash: createHash('sha256').update(bytes).digest('base64url'),
    updatedAt: now,
  }
  await db
    .insert(userImage)
    .values({ userId, ...kept })
    .onConflictDoUpdate({ target: userImage.userId, set: kept })
  return `${picturesPath}/${kept.hash}`
}

/** Removes the bytes of a user's picture; the caller takes the path out of the user's row. */
export async function dropPicture({ db }: ServiceContext, userId: string): Promise<void> {
  await db.delete(userImage).where(eq(userImage.userId, userId))
}
