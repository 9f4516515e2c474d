import { findSignUpRefusal } from '../../settings/find-sign-up-refusal.ts'
import { type Guard, passes, refuses } from '../guard.ts'

/** Nobody registers by themselves in the modes of sign-up that do not let them. */
export const signUpGuard: Guard = {
  step: 'sign-up',
  appliesTo: ({ signsUp }) => signsUp,
  notApplicable: 'It makes no account.',
  ask: (_, { db, config }) => findSignUpRefusal(db, config),
  async explain(_, { db, config }) {
    const refusal = await findSignUpRefusal(db, config)
    return refusal ? refuses(refusal.message) : passes('Everybody may register.')
  },
}
