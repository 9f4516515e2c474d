import type { BetterAuthOptions } from 'better-auth'
import type { Logger } from 'pino'
import type { Database } from '../../database/database.ts'
import type { Mailer } from '../../mail/mailer.ts'
import { noteFacts, personOf } from '../auth-facts.ts'
import { findRefusal } from '../sessions/find-refusal.ts'
import { forgetLinks } from './email-change.ts'
import { hashPassword, verifyPassword } from './passwords.ts'

/** Sign-in with a password, and how somebody who forgot it gets another one. */
export function passwordOptions(options: {
  db: Database
  mailer: Mailer
  logger: Logger
  /** Unlocks the account of this address. */
  unlock(email: string): Promise<void>
  verificationRequired: boolean
}) {
  const { db, mailer, logger, unlock, verificationRequired } = options
  return {
    enabled: true,
    minPasswordLength: 8,
    maxPasswordLength: 128,
    requireEmailVerification: verificationRequired,
    revokeSessionsOnPasswordReset: true,
    password: { hash: hashPassword, verify: verifyPassword },
    sendResetPassword: async ({ user, url }) => {
      // A banned user gets no way to a new password: the token is taken back before anybody has seen it.
      if (await findRefusal(db, user.id)) await forgetLinks(db, user.id)
      else await mailer.send('password-reset', { to: user.email, name: user.name, url })
      noteFacts({ resetAsked: personOf(user) })
    },
    onPasswordReset: async ({ user }) => {
      noteFacts({ reset: personOf(user) })
      await forgetLinks(db, user.id)
      // The password is set already: a lock that passes by itself, or a mail, must not make this a failure.
      await unlock(user.email).catch((error) => logger.warn({ err: error }, 'a reset did not unlock'))
      await mailer
        .send('password-changed', { to: user.email, name: user.name })
        .catch((error) => logger.warn({ err: error }, 'a reset was not told by mail'))
    },
    onExistingUserSignUp: async ({ user }) => {
      await mailer.send('existing-account', { to: user.email, name: user.name })
    },
  } satisfies BetterAuthOptions['emailAndPassword']
}
