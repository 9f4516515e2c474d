import type { BetterAuthOptions } from 'better-auth'
import { eq } from 'drizzle-orm'
import { user } from '#drizzle/schema/index.ts'
import type { Database } from '../database/database.ts'
import { joinTransaction } from '../database/transaction-guard.ts'
import { noteFacts, type Person, personOf } from './auth-facts.ts'
import { refuseChangedPassword } from './credentials/refuse-changed-password.ts'
import { noteRefusal } from './sessions/find-refusal.ts'
import { sessionRefused } from './sessions/session-refusals.ts'
import type { createSignUpHooks } from './sign-up/sign-up-hooks.ts'

type Hooks = NonNullable<BetterAuthOptions['databaseHooks']>

/** What happens when Better Auth writes a row: who may not have a session gets none, and the facts are noted. */
export function databaseHooks(options: { db: Database; signUp: ReturnType<typeof createSignUpHooks> }) {
  return {
    session: sessionHooks(options.db),
    user: userHooks(options.signUp),
    account: accountHooks,
  } satisfies Hooks
}

function sessionHooks(db: Database) {
  return {
    create: {
      before: async ({ userId }) => {
        const refused = await noteRefusal(db, userId)
        if (refused) throw sessionRefused(refused)
      },
      after: async ({ id, userId }, context) => {
        if (context?.path === '/sign-in/email') await refuseChangedPassword(db, { id, userId })
        noteFacts({ session: { id, userId } })
      },
    },
    delete: {
      // A change of the password ends sessions before it makes one, for which the user's row is held
      // (`session_guard`). A ban holds that row before it ends sessions: without this, each waits for the other.
      before: async ({ userId }, context) => {
        if (context?.path === '/change-password') await holdUser(db, userId)
      },
    },
  } satisfies Hooks['session']
}

async function holdUser(db: Database, userId: string): Promise<void> {
  await joinTransaction(db).select({ id: user.id }).from(user).where(eq(user.id, userId)).for('share')
}

function userHooks(signUp: ReturnType<typeof createSignUpHooks>) {
  return {
    create: {
      // A provider's address of a picture is dropped: pages show ours only.
      before: async (user) => ({ data: { ...(await signUp.beforeCreate(user)).data, image: null } }),
      // Who signs up with a password is welcomed once the address is verified; a provider vouches at once.
      after: async (user) => {
        noteFacts({ madeUser: personOf(user) })
        await signUp.afterCreate(user)
      },
    },
    update: {
      // A link of a change of address is followed by the owner's own browser only, which proves the new address.
      before: async ({ email }, context) =>
        email && context?.path === '/verify-email' ? { data: { emailVerified: true } } : undefined,
      after: async (user: Person & { twoFactorEnabled?: boolean | null }) =>
        noteFacts({
          changedUser: { ...personOf(user), twoFactorEnabled: user.twoFactorEnabled ?? false },
        }),
    },
  } satisfies Hooks['user']
}

const accountHooks = {
  create: {
    after: async ({ userId, providerId }) => noteFacts({ linked: { userId, provider: providerId } }),
  },
  delete: {
    after: async ({ userId, providerId }) => noteFacts({ unlinked: { userId, provider: providerId } }),
  },
} satisfies Hooks['account']
