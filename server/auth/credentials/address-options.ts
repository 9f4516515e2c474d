import type { BetterAuthOptions, User } from 'better-auth'
import type { Database } from '../../database/database.ts'
import type { Mailer } from '../../mail/mailer.ts'
import { admitEmailChangeLink, readEmailChange } from './email-change.ts'

/** How an address is verified, and how its owner changes it for another one. */
export function addressOptions(options: {
  db: Database
  mailer: Mailer
  appUrl: string
  /** Told once a new user's address is known to be theirs. */
  greet(user: User): Promise<void>
}) {
  const { db, mailer, appUrl, greet } = options
  const changeEmail = {
    enabled: true,
    sendChangeEmailConfirmation: async ({ user, newEmail, url, token }) => {
      await admitEmailChangeLink(db, { token, userId: user.id })
      await mailer.send('email-change-confirmation', { to: user.email, name: user.name, newEmail, url })
    },
  } satisfies NonNullable<BetterAuthOptions['user']>['changeEmail']
  const emailVerification = {
    sendOnSignUp: true,
    autoSignInAfterVerification: true,
    sendVerificationEmail: async ({ user, url, token }) => {
      const link = { to: user.email, name: user.name, url: landingOnDashboard(url) }
      if (!readEmailChange(token)) return mailer.send('verification', link)
      await admitEmailChangeLink(db, { token, userId: user.id })
      await mailer.send('email-change-verification', link)
    },
    afterEmailVerification: async (user, request) => {
      const token = new URL(request?.url ?? appUrl).searchParams.get('token')
      if (!readEmailChange(token ?? '')) await greet(user)
    },
  } satisfies BetterAuthOptions['emailVerification']
  return { changeEmail, emailVerification }
}

// The link that was asked for without a destination lands on the dashboard.
function landingOnDashboard(url: string): string {
  const link = new URL(url)
  if (link.searchParams.get('callbackURL') === '/')
    link.searchParams.set('callbackURL', '/dashboard?verified=yes')
  return link.href
}
