import type { GivenDetails } from '#shared/person-details.ts'
import { AppError } from '../errors.ts'
import { applyDetails, readDetails } from '../users/acts/update-details.ts'
import { actOnUser } from '../users/guard/act-on-user.ts'
import { claimUndo } from './claim-undo.ts'
import { requireUnchanged } from './require-unchanged.ts'
import type { UndoableEvent, UndoContext } from './undo-context.ts'

/** Gives the product's fields of a user what they held before. Throws CONFLICT for what they do not take any more. */
export async function undoDetails(
  ctx: UndoContext,
  event: UndoableEvent<'user.updateDetails'>,
): Promise<void> {
  const former = acceptFormer(ctx, event.before ?? {})
  const options = { id: event.subjectId, permission: 'users.manage', onOneself: true } as const
  await actOnUser(ctx, options, async (inside, { user }) => {
    await claimUndo(inside, event)
    requireUnchanged(await readDetails(inside, user.id), event.after)
    await applyDetails(inside, user, former)
  })
}

// What registration left open may be a default that the field itself refuses, such as an empty name of a company.
function acceptFormer({ product }: UndoContext, before: GivenDetails): GivenDetails {
  try {
    return product.people.accept(before, 'staff')
  } catch (cause) {
    throw new AppError('CONFLICT', 'What it was before is not allowed any more.', { cause })
  }
}
