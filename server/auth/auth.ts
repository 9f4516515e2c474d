import { betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { APIError } from 'better-auth/api'
import { openAPI } from 'better-auth/plugins'
import { eq } from 'drizzle-orm'
import type { Logger } from 'pino'
import * as schema from '#drizzle/schema/index.ts'
import type { Config } from '../config.ts'
import type { Database } from '../database/database.ts'
import { joinTransaction } from '../database/transaction-guard.ts'
import type { Mailer } from '../mail/mailer.ts'
import type { Lockout } from './lockout.ts'
import { hashPassword, verifyPassword } from './passwords.ts'
import { secretVersion } from './secret-version.ts'

/** Better Auth reads the client's address from this header, which the routes set and strip from what comes in. */
export const clientAddressHeader = 'x-gatehouse-client-address'

export const sessionDays = 7
/** Sessions end after this many days, however active. */
export const maxSessionDays = 30

const day = 24 * 60 * 60

export interface AuthOptions {
  db: Database
  config: Pick<Config, 'appUrl' | 'secrets' | 'smtpUrl' | 'google' | 'github'>
  mailer: Mailer
  logger: Logger
  lockout: Pick<Lockout, 'clear'>
}

export type Auth = ReturnType<typeof createAuth>

/** Better Auth over our tables: it owns credentials, sessions, verification and OAuth, and nothing an admin does. */
export function createAuth({ db, config, mailer, logger, lockout }: AuthOptions) {
  const verificationRequired = config.smtpUrl !== null
  const refusal = (userId: string) => findRefusal(db, userId)
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
    database: drizzleAdapter(db, { provider: 'pg', schema, transaction: true }),
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
    },
    user: {
      additionalFields: {
        role: { type: 'string', input: false, defaultValue: 'user' },
        bannedAt: { type: 'date', input: false, required: false },
        bannedUntil: { type: 'date', input: false, required: false },
        banReason: { type: 'string', input: false, required: false, returned: false },
        deletedEmail: { type: 'string', input: false, required: false, returned: false },
        deletedAt: { type: 'date', input: false, required: false },
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
        if (await refusal(user.id)) await forgetResetTokens(db, user.id)
        else await mailer.sendPasswordReset({ to: user.email, name: user.name, url })
      },
      onPasswordReset: async ({ user }) => {
        // The sessions are ended after this, which matters more than a lock that passes by itself.
        await lockout
          .clear(user.email)
          .catch((error) => logger.warn({ err: error }, 'a reset did not unlock'))
      },
      onExistingUserSignUp: async ({ user }) => {
        await mailer.sendExistingAccount({ to: user.email, name: user.name })
      },
    },
    emailVerification: {
      sendOnSignUp: true,
      autoSignInAfterVerification: true,
      sendVerificationEmail: async ({ user, url }) => {
        await mailer.sendVerification({ to: user.email, name: user.name, url: landingOnDashboard(url) })
      },
      afterEmailVerification: async ({ email, name }) => mailer.sendWelcome({ to: email, name }),
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
            if (refused)
              throw APIError.from('FORBIDDEN', { code: refused, message: refusalMessages[refused] })
          },
        },
      },
      user: {
        create: {
          // Who signs up with a password is welcomed once the address is verified; a provider vouches at once.
          after: async ({ email, emailVerified, name }) => {
            if (emailVerified) await mailer.sendWelcome({ to: email, name })
          },
        },
      },
    },
    plugins: [openAPI({ disableDefaultReference: true })],
  })
}

const refusalMessages = {
  ACCOUNT_BANNED: 'This account is banned.',
  ACCOUNT_DELETED: 'This account does not exist.',
} as const

// Why this user may not have a session, if anything forbids it.
async function findRefusal(db: Database, userId: string): Promise<keyof typeof refusalMessages | null> {
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

async function forgetResetTokens(db: Database, userId: string): Promise<void> {
  await joinTransaction(db).delete(schema.verification).where(eq(schema.verification.value, userId))
}

// The link that was asked for without a destination lands on the dashboard.
function landingOnDashboard(url: string): string {
  const link = new URL(url)
  if (link.searchParams.get('callbackURL') === '/') link.searchParams.set('callbackURL', '/dashboard')
  return link.href
}
