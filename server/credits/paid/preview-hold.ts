import type { Database } from '../../database/database.ts'
import { AppError } from '../../errors.ts'
import { getCredits } from '../get-credits.ts'
import { holdCredits } from '../hold-credits.ts'

/** What a hold would be answered now, and what the owner has. */
export interface HoldPreview {
  available: number
  refusal: AppError | null
}

/** Tries to hold credits and takes all of it back, so that the answer is that of a call. Throws NOT_FOUND. */
export async function previewHold(
  db: Database,
  { ownerId, credits }: { ownerId: string; credits: number },
): Promise<HoldPreview> {
  const preview: HoldPreview = { available: 0, refusal: null }
  const takenBack = new Error('Nothing of a preview is kept.')
  await db
    .transaction(async (tx) => {
      const ctx = { db: tx, actor: null, requestId: 'preview' }
      preview.available = (await getCredits(ctx, ownerId)).available
      await holdCredits(ctx, { ownerId, credits, type: 'preview', holdMs: 1000 }).catch((error) => {
        if (!(error instanceof AppError)) throw error
        preview.refusal = error
      })
      throw takenBack
    })
    .catch((error) => {
      if (error !== takenBack) throw error
    })
  return preview
}
