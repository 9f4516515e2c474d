import { signedOut } from '../../auth/sessions/caller-refusals.ts'
import { asksWho } from '../declared-call.ts'
import { callerGuard } from '../guard.ts'

/** Only for signed-in users, and where a code is tested for those who are signing in. */
export const sessionGuard = callerGuard({
  step: 'signed-in',
  appliesTo: asksWho,
  notApplicable: 'Everybody may call it, signed in or not.',
  judge(call, { session, key, signingIn, lookupFailure }) {
    if (lookupFailure) throw lookupFailure
    return session || key || (!call.signedIn && signingIn) ? null : signedOut()
  },
  passes: ({ caller }) => (caller.key ? 'A key stands for its owner.' : 'There is a live session.'),
  refuses({ user }, call) {
    if (user?.deletedAt) return 'The account is deleted.'
    if (call.signedIn) return 'There is no live session.'
    return 'There is no live session; a browser in the middle of a sign-in is let through.'
  },
})
