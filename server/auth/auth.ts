import { betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { openAPI } from 'better-auth/plugins'
import { eq } from 'drizzle-orm'
import type { Logger } from 'pino'
import * as schema from '#drizzle/schema/index.ts'
import type { Config } from '../config.ts'
import type { Database } from '../database/database.ts'
import { joinTransaction } from '../database/transaction-guard.ts'
import type { Mailer } from '../mail/mailer.ts'
import { noteFacts, type Person } from './auth-facts.ts'
import { credentialChanges } from './credentials/credential-changes.ts'
import { admitEmailChangeLink, forgetLinks, readEmailChange } from './credentials/email-change.ts'
import { hashPassword, verifyPassword } from './credentials/passwords.ts'
import { refuseChangedPassword } from './credentials/refuse-changed-password.ts'
import type { Lockout } from './lockout/lockout.ts'
import { secretVersion } from './secrets/secret-version.ts'
import { type SessionRefusal, sessionRefused, withSessionRefusals } from './sessions/session-refusals.ts'
import { createSignUpHooks, type SignUpOptions } from './sign-up/sign-up-hooks.ts'
import { passkeyRules, passkeys } from './two-factor/passkeys.ts'
import { secondFactor, secondFactorEverywhere } from './two-factor/second-factor.ts'

/** Better Auth reads the client's address from this header, which the routes set and strip from what comes in. */
export const clientAddressHeader = 'x-gatehouse-client-address'

export const sessionDays = 7
/** Sessions end after this many days, however active: the trigger `session_cap` sees to it. */
export const maxSessionDays = 30

const day = 24 * 60 * 60

export interface AuthOptions {
  db: Database
  config: Pick<Config, 'appUrl' | 'secrets' | 'smtpUrl' | 'google' | 'github'>
  mailer: Mailer
  logger: Logger
  lockout: Pick<Lockout, 'clear'>
  signUpMode: SignUpOptions['signUpMode']
}

export type Auth = ReturnType<typeof createAuth>

/** Better Auth over our tables: it owns credentials, sessions, verification and OAuth, and nothing an admin does. */
export function createAuth({ db, config, mailer, logger, lockout, signUpMode }: AuthOptions) {
  const verificationRequired = config.smtpUrl !== null
  const signUp = createSignUpHooks({ db, mailer, logger, signUpMode, verificationRequired })
  const refusal = async (userId: string) => {
    const code = await findRefusal(db, userId)
    if (code) noteFacts({ refused: { userId, code } })
    return code
  }
  return betterAuth({
    appName: 'Gatehouse',
    baseURL: config.appUrl,
    basePath: '/api/auth',
    secret: config.secrets[0],
    secrets: config.secrets.map((value) => ({ version: secretVersion(value), value })),
    trustedOrigins: [config.appUrl],
    telemetry: { enabled: false },
    logger: {
      level: 'warn',
      log: (level, message, detail) => logger[level]({ err: detail }, `better-auth: ${message}`),
    },
    database: withSessionRefusals(drizzleAdapter(db, { provider: 'pg', schema, transaction: true })),
    // Ours stands in front of every path instead.
    rateLimit: { enabled: false },
    advanced: {
      database: { joins: true },
      ipAddress: { ipAddressHeaders: [clientAddressHeader], ipv6Subnet: 128 },
      cookiePrefix: 'gatehouse',
      // Stated because Better Auth leaves the checks out when NODE_ENV is test.
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    session: {
      expiresIn: sessionDays * day,
      updateAge: day,
      cookieCache: { enabled: false },
      // Our own check of a fresh sign-in stands in front instead.
      freshAge: 0,
      additionalFields: {
        impersonatedBy: { type: 'string', input: false, required: false },
        confirmedAt: { type: 'date', input: false, required: false },
      },
    },
    user: {
      additionalFields: {
        role: { type: 'string', input: false, defaultValue: 'user' },
        bannedAt: { type: 'date', input: false, required: false },
        bannedUntil: { type: 'date', input: false, required: false },
        banReason: { type: 'string', input: false, required: false, returned: false },
        deletedEmail: { type: 'string', input: false, required: false, returned: false },
        deletedAt: { type: 'date', input: false, required: false },
        pendingSince: { type: 'date', input: false, required: false },
      },
      changeEmail: {
        enabled: true,
        sendChangeEmailConfirmation: async ({ user, newEmail, url, token }) => {
          await admitEmailChangeLink(db, { token, userId: user.id })
          await mailer.send('email-change-confirmation', { to: user.email, name: user.name, newEmail, url })
        },
      },
      // Reached by OAuth only: passwords come through the session hook below.
      validateUserInfo: async ({ user, source }) => {
        if (source.action === 'create-user' || !user.id) return
        const refused = await refusal(user.id)
        if (refused) return { error: refused }
      },
    },
    account: {
      encryptOAuthTokens: true,
      accountLinking: { enabled: true, trustedProviders: [], allowDifferentEmails: false },
    },
    verification: { storeIdentifier: 'hashed' },
    emailAndPassword: {
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
        // The sessions are ended after this, which matters more than a lock that passes by itself, or a mail.
        await lockout
          .clear(user.email)
          .catch((error) => logger.warn({ err: error }, 'a reset did not unlock'))
        await mailer
          .send('password-changed', { to: user.email, name: user.name })
          .catch((error) => logger.warn({ err: error }, 'a reset was not told by mail'))
      },
      onExistingUserSignUp: async ({ user }) => {
        await mailer.send('existing-account', { to: user.email, name: user.name })
      },
    },
    emailVerification: {
      sendOnSignUp: true,
      autoSignInAfterVerification: true,
      sendVerificationEmail: async ({ user, url, token }) => {
        const link = { to: user.email, name: user.name, url: landingOnDashboard(url) }
        if (!readEmailChange(token)) return mailer.send('verification', link)
        await admitEmailChangeLink(db, { token, userId: user.id })
        await mailer.send('email-change-verification', link)
      },
      afterEmailVerification: async (user, request) => {
        const token = new URL(request?.url ?? config.appUrl).searchParams.get('token')
        if (!readEmailChange(token ?? '')) await signUp.greet(user)
      },
    },
    socialProviders: {
      ...(config.google && { google: config.google }),
      ...(config.github && { github: config.github }),
    },
    // What is no answer of Better Auth's own reaches our error handler instead of the console, parameters and all.
    onAPIError: { errorURL: `${config.appUrl}/login`, throw: true },
    databaseHooks: {
      session: {
        create: {
          before: async ({ userId }) => {
            const refused = await refusal(userId)
            if (refused) throw sessionRefused(refused)
          },
          after: async ({ id, userId }, context) => {
            if (context?.path === '/sign-in/email') await refuseChangedPassword(db, { id, userId })
            noteFacts({ session: { id, userId } })
          },
        },
      },
      user: {
        create: {
          before: signUp.beforeCreate,
          // Who signs up with a password is welcomed once the address is verified; a provider vouches at once.
          after: async (user) => {
            noteFacts({ madeUser: personOf(user) })
            await signUp.afterCreate(user)
          },
        },
        update: {
          after: async (user: Person & { twoFactorEnabled?: boolean | null }) =>
            noteFacts({
              changedUser: { ...personOf(user), twoFactorEnabled: user.twoFactorEnabled ?? false },
            }),
        },
      },
      account: {
        create: {
          after: async ({ userId, providerId }) => noteFacts({ linked: { userId, provider: providerId } }),
        },
        delete: {
          after: async ({ userId, providerId }) => noteFacts({ unlinked: { userId, provider: providerId } }),
        },
      },
    },
    plugins: [
      openAPI({ disableDefaultReference: true }),
      secondFactor(),
      passkeys({ db, appUrl: config.appUrl }),
      secondFactorEverywhere(),
      passkeyRules({ db }),
      credentialChanges({ db, mailer }),
    ],
  })
}

// Why this user may not have a session, if anything forbids it.
async function findRefusal(db: Database, userId: string): Promise<SessionRefusal | null> {
  const { user } = schema
  const [row] = await joinTransaction(db)
    .select({ deletedAt: user.deletedAt, bannedAt: user.bannedAt, bannedUntil: user.bannedUntil })
    .from(user)
    .where(eq(user.id, userId))
  if (!row) return null
  if (row.deletedAt) return 'ACCOUNT_DELETED'
  const banned = row.bannedAt && (!row.bannedUntil || row.bannedUntil > new Date())
  return banned ? 'ACCOUNT_BANNED' : null
}

const personOf = ({ id, name, email }: Person): Person => ({ id, name, email })

// The link that was asked for without a destination lands on the dashboard.
function landingOnDashboard(url: string): string {
  const link = new URL(url)
  if (link.searchParams.get('callbackURL') === '/') link.searchParams.set('callbackURL', '/dashboard')
  return link.href
}
