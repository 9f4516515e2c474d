import { confirmNeeded } from '../../auth/sessions/caller-refusals.ts'
import { isFresh } from '../../auth/sessions/fresh-session.ts'
import { callerGuard } from '../guard.ts'

/** Only for those who have proved within the last ten minutes who they are. */
export const freshGuard = callerGuard({
  step: 'fresh',
  appliesTo: ({ fresh }) => fresh,
  notApplicable: 'It asks for no fresh proof of who calls.',
  judge: (_, { session, now }) => (session && isFresh(session, now) ? null : confirmNeeded()),
  passes: () => 'The session was confirmed within the last ten minutes.',
  refuses: ({ caller: { session } }) =>
    session
      ? `The session was last confirmed at ${session.confirmedAt.toISOString()}, which is too long ago.`
      : 'There is no session that could be fresh.',
})
