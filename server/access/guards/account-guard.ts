import { type Guard, passes, refuses } from '../guard.ts'
import { describeBan } from './describe-ban.ts'

/**
 * Whether the account that signs in may have a session. It stands where the session is made (`noteRefusal`, and behind
 * it the trigger `session_guard`), after the password was found right, so that nobody else learns of a ban.
 */
export const accountGuard: Guard = {
  step: 'account',
  appliesTo: ({ tests, signedIn }) => tests === 'password' && !signedIn,
  notApplicable: 'It signs nobody in by a password.',
  explain(_, { user, caller }) {
    if (user?.deletedAt) return refuses('The account is deleted.')
    if (caller.banned) return refuses(describeBan(caller.banned))
    if (!user) return { outcome: 'not-applicable', message: 'Nothing is known of the account.' }
    return passes('The account may sign in.')
  },
}
