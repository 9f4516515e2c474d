import { AppError } from '../../errors.ts'

/** The answer to a caller who is not signed in. */
export const signedOut = () =>
  new AppError('UNAUTHORIZED', 'Sign in first.', { reason: { kind: 'signed-out' } })

/** The answer to a banned caller: banned until when, null for good. */
export const banned = (until: Date | null) =>
  new AppError('FORBIDDEN', 'This account is banned.', {
    reason: { kind: 'banned', until: until?.toISOString() ?? null },
  })

/** The answer to an account that waits for approval. */
export const waitsForApproval = () =>
  new AppError('FORBIDDEN', 'This account waits for approval.', { reason: { kind: 'approval' } })

/** The answer to an admin who acts as somebody else, where only the person themselves may act. */
export const impersonating = () =>
  new AppError('FORBIDDEN', 'Only the person themselves can do this. End the impersonation first.', {
    reason: { kind: 'impersonating' },
  })

/** The answer to an act for which the actor must confirm their identity first. */
export const confirmNeeded = () =>
  new AppError('FORBIDDEN', 'Confirm that it is you: enter your password, or sign in again.', {
    reason: { kind: 'confirm' },
  })
