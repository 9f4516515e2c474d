import { impersonating } from '../../auth/sessions/caller-refusals.ts'
import { callerGuard } from '../guard.ts'

/** What only the person may do is refused to an admin who acts as them. */
export const impersonationGuard = callerGuard({
  step: 'impersonation',
  appliesTo: ({ whileImpersonating }) => !whileImpersonating,
  notApplicable: 'An admin who acts as the user may call it too.',
  // A banned user's session counts for nobody's where a call does not ask who it is.
  judge: (_, { impersonated, banned }) => (impersonated && !banned ? impersonating() : null),
  passes: () => 'Nobody acts as the user in this session.',
  refuses: () => 'An admin acts as the user in this session, and only the person may do this.',
})
