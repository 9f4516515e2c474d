import { and, asc, desc, eq, or } from 'drizzle-orm'
import {
  account,
  apiKey,
  auditEvent,
  creditBalance,
  creditEntry,
  invitation,
  passkey,
  session,
  twoFactor,
  user,
  userImage,
} from '#drizzle/schema/index.ts'
import type { PersonExport } from '#shared/security.ts'
import { recordAudit } from '../../audit/record/record-audit.ts'
import type { Database } from '../../database/database.ts'
import { AppError } from '../../errors.ts'
import { toApiKey } from '../../key-status/key-view.ts'
import type { ActorContext } from '../../service-context.ts'
import { readOrders, readSubscriptions } from './read-orders.ts'
import { readFeedback, readNotes, readViews } from './read-texts.ts'
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
      picture: await readPicture(tx, id),
      accounts: await readAccounts(tx, id),
      sessions: await readSessions(tx, id),
      ...(await readFactors(tx, id)),
      keys: await readKeys(tx, id, ctx.now),
      invitations: await readInvitations(tx, id),
      notes: await readNotes(tx, id),
      feedback: await readFeedback(tx, id),
      credits: await readCredits(tx, id),
      orders: await readOrders(tx, id, maxExportedEvents),
      subscriptions: await readSubscriptions(tx, id, maxExportedEvents),
      views: await readViews(tx, id),
      events: await readEvents(tx, id),
      ...(await ctx.product.exportPerson({ ...ctx, db: tx }, id)),
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
    lastActiveAt: lastActiveAt?.toISOString() ?? null,
  }
}

async function readPicture(db: Database, id: string): Promise<PersonExport['picture']> {
  const [kept] = await db.select().from(userImage).where(eq(userImage.userId, id))
  if (!kept) return null
  return { type: kept.type, data: kept.bytes.toString('base64'), since: kept.updatedAt.toISOString() }
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

async function readKeys(db: Database, id: string, now: Date): Promise<PersonExport['keys']> {
  const rows = await db.select().from(apiKey).where(eq(apiKey.userId, id)).orderBy(asc(apiKey.createdAt))
  return rows.map((row) => {
    const { status, ...key } = toApiKey(row, now)
    return key
  })
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

async function readCredits(db: Database, id: string): Promise<PersonExport['credits']> {
  const [balance] = await db.select().from(creditBalance).where(eq(creditBalance.ownerId, id))
  if (!balance) return null
  const entries = await db
    .select()
    .from(creditEntry)
    .where(eq(creditEntry.ownerId, id))
    .orderBy(desc(creditEntry.seq))
    .limit(maxExportedEvents)
  return {
    plan: balance.plan,
    balance: balance.balance,
    held: balance.held,
    entries: entries.map(({ seq, createdAt, kind, credits, balanceAfter, type, units, metadata }) => ({
      number: seq,
      at: createdAt.toISOString(),
      kind,
      credits,
      balanceAfter,
      type,
      units,
      metadata,
    })),
  }
}

async function readEvents(db: Database, id: string): Promise<PersonExport['events']> {
  const rows = await db
    .select()
    .from(auditEvent)
    .where(
      or(
        eq(auditEvent.actorId, id),
        and(eq(auditEvent.subjectType, 'user'), eq(auditEvent.subjectId, id)),
        eq(auditEvent.subjectOwnerId, id),
      ),
    )
    .orderBy(desc(auditEvent.at), desc(auditEvent.id))
    .limit(maxExportedEvents)
  return rows.map((row) => toExportedEvent(row, id))
}
