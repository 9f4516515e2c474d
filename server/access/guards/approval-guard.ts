import { waitsForApproval } from '../../auth/sessions/caller-refusals.ts'
import { asksWho } from '../declared-call.ts'
import { callerGuard } from '../guard.ts'

/** Not for accounts that wait for approval, but for what they may call meanwhile. */
export const approvalGuard = callerGuard({
  step: 'approval',
  appliesTo: (call) => asksWho(call) && !call.whilePending,
  notApplicable: 'It may be called while the account waits for approval.',
  judge: (_, { user }) => (user?.pending ? waitsForApproval() : null),
  passes: () => 'The account does not wait for approval.',
  refuses: ({ user }) =>
    `The account waits for approval${user?.pendingSince ? ` since ${user.pendingSince.toISOString()}` : ''}.`,
})
