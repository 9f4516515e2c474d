import { passkey as passkeyPlugin } from '@better-auth/passkey'
import type { BetterAuthPlugin } from 'better-auth'
import { APIError, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api'
import { and, eq, lt, or } from 'drizzle-orm'
import { passkey } from '#drizzle/schema/index.ts'
import type { Database } from '../../database/database.ts'
import { noteFacts } from '../auth-facts.ts'

/** So many passkeys an account may have. */
export const maxPasskeys = 20

const failed = { code: 'AUTHENTICATION_FAILED', message: 'Authentication failed' }
const notFound = { code: 'PASSKEY_NOT_FOUND', message: 'There is no such passkey.' }

/**
 * Passkeys for the host that the server is reached at. The authenticator must have asked for a PIN, a finger or a
 * face: then it is two factors in one, and no code is asked for after it. `name` is shown and may change; the host may not.
 */
export function passkeys({ db, appUrl, name }: { db: Database; appUrl: string; name: string }) {
  return passkeyPlugin({
    rpID: new URL(appUrl).hostname,
    rpName: name,
    origin: appUrl,
    advanced: { webAuthnChallengeCookie: 'passkey_challenge' },
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    registration: {
      afterVerification: async ({ verification, user }) => {
        if (!verification.registrationInfo?.userVerified) throw unverified()
        if ((await db.$count(passkey, eq(passkey.userId, user.id))) < maxPasskeys) return
        throw APIError.from('BAD_REQUEST', {
          code: 'TOO_MANY_PASSKEYS',
          message: `An account has ${maxPasskeys} passkeys at most. Remove one first.`,
        })
      },
    },
    authentication: {
      afterVerification: async ({ verification }) => {
        const { credentialID, newCounter, userVerified } = verification.authenticationInfo
        if (!userVerified) throw unverified()
        if (!(await advanceCounter(db, credentialID, newCounter))) throw APIError.from('UNAUTHORIZED', failed)
      },
    },
  })
}

/** Asks for what is checked above, and lets nobody see whether a passkey of somebody else exists. */
export function passkeyRules({ db }: { db: Database }): BetterAuthPlugin {
  return {
    id: 'gatehouse-passkeys',
    hooks: {
      before: [
        {
          matcher: ({ path }) => path === '/passkey/delete-passkey' || path === '/passkey/update-passkey',
          handler: createAuthMiddleware(async (ctx) => {
            const session = await getSessionFromCtx(ctx)
            if (!session) return
            const [own] = await db
              .select({ id: passkey.id, name: passkey.name })
              .from(passkey)
              .where(and(eq(passkey.id, String(ctx.body?.id)), eq(passkey.userId, session.user.id)))
            if (!own) throw APIError.from('NOT_FOUND', notFound)
            noteFacts({ passkey: own })
          }),
        },
      ],
      after: [
        {
          matcher: ({ path }) => path === '/passkey/generate-authenticate-options',
          handler: createAuthMiddleware(async (ctx) => {
            const options = ctx.context.returned
            if (options instanceof APIError || typeof options !== 'object') return
            return ctx.json({ ...options, userVerification: 'required' })
          }),
        },
      ],
    },
  }
}

// In one statement: of two answers with the same count, which only a copied authenticator gives, one passes.
async function advanceCounter(db: Database, credentialId: string, newCounter: number): Promise<boolean> {
  const isNew = or(lt(passkey.counter, newCounter), newCounter === 0 ? eq(passkey.counter, 0) : undefined)
  const advanced = await db
    .update(passkey)
    .set({ counter: newCounter })
    .where(and(eq(passkey.credentialID, credentialId), isNew))
    .returning({ id: passkey.id })
  return advanced.length > 0
}

const unverified = () =>
  APIError.from('BAD_REQUEST', {
    code: 'USER_NOT_VERIFIED',
    message: 'The passkey must be protected by a PIN, a fingerprint or your face.',
  })
