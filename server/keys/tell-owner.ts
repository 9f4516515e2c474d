import { and, desc, inArray, sql } from 'drizzle-orm'
import { type UserTable, user } from '#drizzle/schema/index.ts'
import { permissionTable } from '#shared/roles/roles.ts'
import { passUnmailable } from '../mail/mailer.ts'
import { isPerson, isService } from '../user-status/service-accounts.ts'
import { hasStatus } from '../user-status/user-status.ts'
import type { KeyContext } from './hold-keys.ts'

interface KeyMails {
  'key-created': { key: string; until: Date }
  'key-rotated': { key: string; until: Date }
  'key-revoked': { key: string; reported: boolean }
}

const maxManagers = 20

/** Tells the owner of a key what was done to it; a service account reads no mail, and the audit log says it. */
export async function tellOwner<Kind extends keyof KeyMails>(
  { mailer }: KeyContext,
  owner: UserTable,
  kind: Kind,
  about: KeyMails[Kind],
): Promise<void> {
  if (isService(owner)) return
  await mailer.send(kind, { to: owner.email, name: owner.name, ...about } as never).catch(passUnmailable)
}

/** Tells those who manage service accounts that a key of one was found: the 20 who were active last. */
export async function tellManagers(
  { db, mailer }: KeyContext,
  about: { account: string; key: string },
): Promise<void> {
  const managers = await db
    .select({ to: user.email, name: user.name })
    .from(user)
    .where(
      and(
        inArray(user.role, [...permissionTable['serviceAccounts.manage']]),
        isPerson(),
        hasStatus('active', sql`now()`),
      ),
    )
    .orderBy(desc(user.lastActiveAt), user.id)
    .limit(maxManagers)
  for (const manager of managers)
    await mailer.send('service-key-reported', { ...manager, ...about }).catch(passUnmailable)
}
