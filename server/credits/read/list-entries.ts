import { and, desc, eq, gte, inArray, lt, ne, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { creditEntry, user } from '#drizzle/schema/index.ts'
import {
  type CreditEntryView,
  countedCredits,
  type EntryFilter,
  type ListEntriesInput,
  type ListMyEntriesInput,
} from '#shared/credits/credits.ts'
import type { Page } from '#shared/pagination.ts'
import type { Database } from '../../database/database.ts'
import { countTo, cursorNumber, pageOf, readCursor } from '../../database/page.ts'
import { ownerOf } from '../../organizations/owner-of.ts'
import type { ActorContext } from '../../service-context.ts'

/** A page of the actor's own ledger, newest first, without who entered what. Throws BAD_REQUEST for a cursor not ours. */
export async function listMyEntries(
  ctx: ActorContext,
  input: ListMyEntriesInput,
): Promise<Page<CreditEntryView>> {
  const page = await listEntries(ctx, { ...input, userId: ownerOf(ctx) })
  return { ...page, items: page.items.map((entry) => ({ ...entry, actor: null })) }
}

/** A page of a user's ledger, newest first, counted to 10,000. Throws BAD_REQUEST for a cursor that is not ours. */
export async function listEntries(
  { db }: Pick<ActorContext, 'db'>,
  { userId: ownerId, limit, cursor, ...filter }: ListEntriesInput,
): Promise<Page<CreditEntryView>> {
  const matching = matchesEntries(ownerId, filter)
  const rows = await readEntries(db, { where: and(matching, behindEntry(cursor)), limit: limit + 1 })
  const page = pageOf(rows, limit, ({ entry }) => [entry.seq])
  const counting = db.select({ one: sql`1` }).from(creditEntry).where(matching)
  // A first page that is also the last one is counted already.
  const counted = page.nextCursor || cursor ? await countTo(db, countedCredits, counting) : rows.length
  return {
    ...page,
    items: page.items.map(toEntryView),
    total: Math.min(counted, countedCredits),
    totalCapped: counted > countedCredits,
  }
}

/** The entries of an owner that the filter is for. */
export const matchesEntries = (ownerId: string, { kinds, from, to }: EntryFilter): SQL | undefined =>
  and(
    eq(creditEntry.ownerId, ownerId),
    kinds && inArray(creditEntry.kind, kinds),
    // The few others have an index of their own.
    kinds && !kinds.includes('spend') ? ne(creditEntry.kind, sql`'spend'`) : undefined,
    from ? gte(creditEntry.createdAt, new Date(from)) : undefined,
    to ? lt(creditEntry.createdAt, new Date(to)) : undefined,
  )

const place = z.tuple([cursorNumber])

/** The entries behind a cursor; all without one. Throws BAD_REQUEST. */
export const behindEntry = (cursor: string | undefined): SQL | undefined =>
  cursor ? lt(creditEntry.seq, readCursor(cursor, place)[0]) : undefined

/** Entries with who did it, newest first. */
export const readEntries = (db: Database, { where, limit }: { where: SQL | undefined; limit: number }) =>
  db
    .select({ entry: creditEntry, actor: { id: user.id, name: user.name } })
    .from(creditEntry)
    .leftJoin(user, eq(user.id, creditEntry.actorId))
    .where(where)
    .orderBy(desc(creditEntry.seq))
    .limit(limit)

/** An entry as it is read, with the name of who did it. */
export function toEntryView({
  entry,
  actor,
}: Awaited<ReturnType<typeof readEntries>>[number]): CreditEntryView {
  const { seq, kind, credits, balanceAfter, type, units, metadata, createdAt } = entry
  return {
    seq,
    kind,
    credits,
    balanceAfter,
    type,
    units,
    metadata,
    actor,
    createdAt: createdAt.toISOString(),
  }
}
