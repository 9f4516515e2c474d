import type { BetterAuthPlugin } from 'better-auth'
import { APIError, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api'
import { and, eq } from 'drizzle-orm'
import { account } from '#drizzle/schema/index.ts'
import type { Database } from '../../database/database.ts'
import { type Mailer, passUnmailable } from '../../mail/mailer.ts'
import { factsSoFar } from '../auth-facts.ts'
import { forgetLinks, readEmailChange } from './email-change.ts'

/**
 * What Better Auth leaves undone: a new password, another address and a second factor that is gone take back open
 * links and trusted browsers, and the owner hears of it.
 */
export function credentialChanges({ db, mailer }: { db: Database; mailer: Mailer }): BetterAuthPlugin {
  return {
    id: 'gatehouse-credential-changes',
    hooks: {
      before: [
        {
          matcher: ({ path }) => path === '/unlink-account',
          handler: createAuthMiddleware(async (ctx) => {
            const session = await getSessionFromCtx(ctx)
            const [password] = await db
              .select({ id: account.id })
              .from(account)
              .where(and(eq(account.id, String(ctx.body?.accountId)), eq(account.providerId, 'credential')))
            if (session && password) throw APIError.from('BAD_REQUEST', notConnected)
          }),
        },
      ],
      after: [
        {
          matcher: ({ path }) => path === '/change-password' || path === '/two-factor/disable',
          handler: createAuthMiddleware(async (ctx) => {
            const owner = ctx.context.session?.user
            if (!owner || ctx.context.returned instanceof APIError) return
            await forgetLinks(db, owner.id)
            if (ctx.path === '/change-password') {
              await mailer
                .send('password-changed', { to: owner.email, name: owner.name })
                .catch(passUnmailable)
            }
          }),
        },
        {
          matcher: ({ path }) => path === '/verify-email',
          handler: createAuthMiddleware(async (ctx) => {
            const change = readEmailChange(String(ctx.query?.token))
            const { changedUser } = factsSoFar()
            if (!change || !changedUser) return
            await forgetLinks(db, changedUser.id)
            await mailer
              .send('email-changed', { to: change.email, name: changedUser.name })
              .catch(passUnmailable)
          }),
        },
      ],
    },
  }
}

const notConnected = { code: 'NOT_A_CONNECTED_ACCOUNT', message: 'A password cannot be disconnected.' }
