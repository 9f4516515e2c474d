import { and, asc, desc, eq, or } from 'drizzle-orm'
import { account, auditEvent, invitation, passkey, session, twoFactor, user } from '#drizzle/schema/index.ts'
import type { PersonExport } from '#shared/security.ts'
import { recordAudit } from '../../audit/record/record-audit.ts'
import type { Database } from '../../database/database.ts'
import { AppError } from '../../errors.ts'
import type { ActorContext } from '../../service-context.ts'
import { toExportedEvent } from './security-event.ts'

/** So many of the newest events an export has. */
export const maxExportedEvents = 10_000

/** Everything that is kept about the actor, without secrets, tokens and keys; recorded in the audit log. */
export function exportMe(ctx: ActorContext): Promise<PersonExport> {
  const { id, name, email } = ctx.actor.user
  return ctx.db.transaction(async (tx) => {
    const result: PersonExport = {
      exportedAt: ctx.now.toISOString(),
      profile: await readProfile(tx, id),
      accounts: await readAccounts(tx, id),
      sessions: await readSessions(tx, id),
      ...(await readFactors(tx, id)),
      invitations: await readInvitations(tx, id),
      events: await readEvents(tx, id),
    }
    await recordAudit(
      { ...ctx, db: tx },
      { action: 'user.exportMe', subject: { type: 'user', id, name, email } },
    )
    return result
  })
}

async function readProfile(db: Database, id: string): Promise<PersonExport['profile']> {
  const [row] = await db.select().from(user).where(eq(user.id, id))
  if (!row) throw new AppError('NOT_FOUND', 'There is no such user.')
  const { name, email, emailVerified, image, role, createdAt, updatedAt, lastActiveAt } = row
  return {
    id,
    name,
    email,
    emailVerified,
    image,
    role,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    lastActiveAt: lastActiveAt.toISOString(),
  }
}

async function readAccounts(db: Database, id: string): Promise<PersonExport['accounts']> {
  const rows = await db
    .select({ provider: account.providerId, createdAt: account.createdAt })
    .from(account)
    .where(eq(account.userId, id))
    .orderBy(asc(account.createdAt))
  return rows.map(({ provider, createdAt }) => ({ provider, connectedAt: createdAt.toISOString() }))
}

async function readSessions(db: Database, id: string): Promise<PersonExport['sessions']> {
  const rows = await db.select().from(session).where(eq(session.userId, id)).orderBy(asc(session.createdAt))
  return rows.map((row) => ({
    id: row.id,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    // Where an admin acted from is the admin's to tell.
    address: row.impersonatedBy ? null : row.ipAddress,
    device: row.impersonatedBy ? null : row.userAgent,
  }))
}

async function readFactors(db: Database, id: string): Promise<Pick<PersonExport, 'twoFactor' | 'passkeys'>> {
  const [codes] = await db
    .select({ since: twoFactor.createdAt })
    .from(twoFactor)
    .where(and(eq(twoFactor.userId, id), eq(twoFactor.verified, true)))
  const keys = await db
    .select({
      name: passkey.name,
      deviceType: passkey.deviceType,
      backedUp: passkey.backedUp,
      createdAt: passkey.createdAt,
    })
    .from(passkey)
    .where(eq(passkey.userId, id))
    .orderBy(asc(passkey.createdAt))
  return {
    twoFactor: { enabled: codes !== undefined, since: codes?.since.toISOString() ?? null },
    passkeys: keys.map((key) => ({ ...key, createdAt: key.createdAt.toISOString() })),
  }
}

async function readInvitations(db: Database, id: string): Promise<PersonExport['invitations']> {
  const rows = await db
    .select()
    .from(invitation)
    .where(eq(invitation.userId, id))
    .orderBy(asc(invitation.createdAt))
  return rows.map(({ email, role, sentAt, expiresAt, acceptedAt, revokedAt }) => ({
    email,
    role,
    sentAt: sentAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    acceptedAt: acceptedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  }))
}

async function readEvents(db: Database, id: string): Promise<PersonExport['events']> {
  const rows = await db
    .select()
    .from(auditEvent)
    .where(
      or(eq(auditEvent.actorId, id), and(eq(auditEvent.subjectType, 'user'), eq(auditEvent.subjectId, id))),
    )
    .orderBy(desc(auditEvent.at), desc(auditEvent.id))
    .limit(maxExportedEvents)
  return rows.map((row) => toExportedEvent(row, id))
}
