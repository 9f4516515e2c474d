import type { BetterAuthOptions } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { betterAuth } from 'better-auth/minimal'
import { openAPI } from 'better-auth/plugins/open-api'
import type { Logger } from 'pino'
import * as schema from '#drizzle/schema/index.ts'
import { brand } from '#product/brand.ts'
import type { Config } from '../config.ts'
import type { Database } from '../database/database.ts'
import { joinTransaction } from '../database/transaction-guard.ts'
import type { Mailer } from '../mail/mailer.ts'
import type { NewUser } from '../service-context.ts'
import { noteFacts } from './auth-facts.ts'
import { createAuthLog } from './auth-log.ts'
import { addressOptions } from './credentials/address-options.ts'
import { credentialChanges } from './credentials/credential-changes.ts'
import { passwordOptions } from './credentials/password-options.ts'
import { databaseHooks } from './database-hooks.ts'
import type { Lockout } from './lockout/lockout.ts'
import { withNotedOutages } from './note-outages.ts'
import { secretVersion } from './secrets/secret-version.ts'
import { noteRefusal } from './sessions/find-refusal.ts'
import { sessionOptions } from './sessions/session-options.ts'
import { withSessionRefusals } from './sessions/session-refusals.ts'
import { createSignUpHooks, type SignUpOptions } from './sign-up/sign-up-hooks.ts'
import { passkeyRules, passkeys } from './two-factor/passkeys.ts'
import { secondFactor, secondFactorEverywhere } from './two-factor/second-factor.ts'
import { userFields } from './user-fields.ts'
import { withNewUsers } from './with-new-users.ts'

/** Better Auth reads the client's address from this header, which the routes set and strip from what comes in. */
export const clientAddressHeader = 'x-gatehouse-client-address'

export interface AuthOptions {
  db: Database
  config: Pick<Config, 'appUrl' | 'secrets' | 'smtpUrl' | 'google' | 'github'>
  mailer: Mailer
  logger: Logger
  lockout: Pick<Lockout, 'clear'>
  signUpMode: SignUpOptions['signUpMode']
  /** What a new user sets off, in the transaction that is open. */
  userCreated(db: Database, user: NewUser): Promise<void>
}

export type Auth = ReturnType<typeof createAuth>

/** Better Auth over our tables: it owns credentials, sessions, verification and OAuth, and nothing an admin does. */
export function createAuth({ db, config, mailer, logger, lockout, signUpMode, userCreated }: AuthOptions) {
  const { appUrl } = config
  const verificationRequired = config.smtpUrl !== null
  const signUp = createSignUpHooks({ db, mailer, logger, signUpMode, verificationRequired })
  const { changeEmail, emailVerification } = addressOptions({ db, mailer, appUrl, greet: signUp.greet })
  return betterAuth({
    ...serverOptions(config, logger),
    database: withNewUsers(
      withSessionRefusals(
        withNotedOutages(drizzleAdapter(db, { provider: 'pg', schema, transaction: true })),
      ),
      async (user) => {
        try {
          await userCreated(joinTransaction(db), user)
        } catch (error) {
          noteFacts({ failure: error })
          throw error
        }
      },
    ),
    session: sessionOptions,
    user: {
      additionalFields: userFields,
      changeEmail,
      // Reached by OAuth only: a sign-in with a password meets the hook of sessions.
      validateUserInfo: async ({ user, source }) => {
        if (source.action === 'create-user' || !user.id) return
        const refused = await noteRefusal(db, user.id)
        if (refused) return { error: refused.code }
      },
    },
    account: {
      encryptOAuthTokens: true,
      accountLinking: { enabled: true, trustedProviders: [], allowDifferentEmails: false },
    },
    verification: { storeIdentifier: 'hashed' },
    emailAndPassword: passwordOptions({ db, mailer, logger, unlock: lockout.clear, verificationRequired }),
    emailVerification,
    socialProviders: {
      ...(config.google && { google: config.google }),
      ...(config.github && { github: config.github }),
    },
    databaseHooks: databaseHooks({ db, signUp }),
    plugins: [
      openAPI({ disableDefaultReference: true }),
      secondFactor({ issuer: brand.name }),
      passkeys({ db, appUrl, name: brand.name }),
      secondFactorEverywhere(),
      passkeyRules({ db }),
      credentialChanges({ db, mailer }),
    ],
  })
}

// Where Better Auth runs, what it signs with and whom it trusts.
function serverOptions(config: AuthOptions['config'], logger: Logger) {
  const { appUrl, secrets } = config
  return {
    appName: brand.name,
    baseURL: appUrl,
    basePath: '/api/auth',
    secret: secrets[0],
    secrets: secrets.map((value) => ({ version: secretVersion(value), value })),
    trustedOrigins: [appUrl],
    telemetry: { enabled: false },
    logger: {
      level: 'warn',
      log: createAuthLog(logger),
    },
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
    // What is no answer of Better Auth's own reaches our error handler instead of the console, parameters and all.
    onAPIError: { errorURL: `${appUrl}/login`, throw: true },
  } satisfies BetterAuthOptions
}
