import type { BetterAuthPlugin } from 'better-auth'
import { createAuthMiddleware } from 'better-auth/api'
import { deleteSessionCookie } from 'better-auth/cookies'
import { twoFactor } from 'better-auth/plugins/two-factor'
import { factsSoFar, noteFacts } from '../auth-facts.ts'

/** How long a browser that was trusted is not asked for a code. */
export const trustedDays = 30

const asksForPassword = '/sign-in/email'
const providerCallback = '/callback/:id'

/**
 * One-time codes and recovery codes. Better Auth asks for them after a password only; here after a provider's sign-in
 * as well, since somebody else who reads the owner's mail may have one with that address.
 */
export function secondFactor({ issuer }: { issuer: string }) {
  const plugin = twoFactor({
    // An authenticator app keeps the name it was set up with: another one is seen by those who enrol from now on.
    issuer,
    trustDeviceMaxAge: trustedDays * 24 * 60 * 60,
    // Ours stands in front: it is exact, and counts an account's codes of both kinds together.
    accountLockout: { enabled: false },
  })
  return {
    ...plugin,
    hooks: {
      after: plugin.hooks.after.map((hook) => ({
        ...hook,
        matcher: (context: Parameters<typeof hook.matcher>[0]) =>
          hook.matcher(context) || context.path === providerCallback,
      })),
    },
  }
}

/** What follows from a second factor, after Better Auth's own plugin has decided whether to ask for it. */
export function secondFactorEverywhere(): BetterAuthPlugin {
  return {
    id: 'gatehouse-second-factor',
    hooks: {
      after: [
        {
          matcher: ({ path }) => path === asksForPassword || path === providerCallback,
          handler: createAuthMiddleware(async (ctx) => {
            if (ctx.context.newSession || !isChallenge(ctx.context.returned)) return
            noteFacts({ session: undefined })
            if (ctx.path !== providerCallback) return
            const next = ctx.context.responseHeaders?.get('location') ?? '/dashboard'
            throw ctx.redirect(`/login?${new URLSearchParams({ step: 'two-factor', next })}`)
          }),
        },
        {
          // A link in a mail proves one factor: it verifies the address, and the sign-in is still to come.
          matcher: ({ path }) => path === '/verify-email',
          handler: createAuthMiddleware(async (ctx) => {
            const made = ctx.context.newSession
            if (!made?.user.twoFactorEnabled || made.session.id !== factsSoFar().session?.id) return
            deleteSessionCookie(ctx, true)
            await ctx.context.internalAdapter.deleteSession(made.session.token)
            ctx.context.setNewSession(null)
            noteFacts({ session: undefined })
          }),
        },
      ],
    },
  }
}

const isChallenge = (returned: unknown) =>
  typeof returned === 'object' && returned !== null && 'twoFactorRedirect' in returned
