import { banned } from '../../auth/sessions/caller-refusals.ts'
import { asksWho } from '../declared-call.ts'
import { callerGuard } from '../guard.ts'
import { describeBan } from './describe-ban.ts'

/** Not for banned users, whose sessions end with the ban: this meets one that a race left over. */
export const banGuard = callerGuard({
  step: 'ban',
  appliesTo: asksWho,
  notApplicable: 'It does not ask whose account it is.',
  judge: (_, caller) => (caller.banned ? banned(caller.banned.until) : null),
  passes: () => 'The account is not banned.',
  refuses: ({ caller }) => describeBan(caller.banned),
})
