import { and, asc, eq, gt, gte, lt, min, sql } from 'drizzle-orm'
import { creditBalance, creditEntry, creditHold, creditLot } from '#drizzle/schema/index.ts'
import type { Database } from '../database/database.ts'

export interface CreditProblem {
  ownerId: string
  /** The number of the entry; null when it is the balance that does not fit. */
  entry: number | null
  message: string
}

export interface CreditsReport {
  owners: number
  entries: number
  /** The first that was found. */
  problem: CreditProblem | null
}

const ownersAtOnce = 200
const entriesAtOnce = 5000

/**
 * Reads ledgers and names the first row that does not follow from those before it, or the first balance that is not what
 * its entries, lots and holds add up to. All of them, or since a moment what was entered and the balances that it
 * changed. Calls go on meanwhile.
 */
export async function verifyCredits(
  { db }: { db: Database },
  { ownerId, since }: { ownerId?: string; since?: Date } = {},
): Promise<CreditsReport> {
  const report: CreditsReport = { owners: 0, entries: 0, problem: null }
  let after = ''
  for (;;) {
    const heads = await readHeads(db, { after, ownerId, since })
    for (const head of heads) {
      report.owners += 1
      report.problem = checkSums(head) ?? (await checkEntries(db, { head, since, report }))
      if (report.problem) return report
    }
    if (heads.length < ownersAtOnce) return report
    after = heads.at(-1)?.ownerId ?? ''
  }
}

type Head = Awaited<ReturnType<typeof readHeads>>[number]

// In one statement, which sees one moment.
function readHeads(
  db: Database,
  { after, ownerId, since }: { after: string; ownerId?: string; since?: Date },
) {
  const number = (query: ReturnType<typeof sql>) => sql`(${query})`.mapWith(Number)
  const ofOwner = (table: typeof creditLot | typeof creditHold | typeof creditEntry) =>
    sql`${table} where ${table.ownerId} = ${creditBalance.ownerId}`
  return db
    .select({
      ownerId: creditBalance.ownerId,
      balance: creditBalance.balance,
      held: creditBalance.held,
      unsettled: creditBalance.unsettled,
      lastSeq: creditBalance.lastSeq,
      newest: number(sql`select coalesce(max(${creditEntry.seq}), 0) from ${ofOwner(creditEntry)}`),
      holds: number(sql`select coalesce(sum(${creditHold.credits}), 0) from ${ofOwner(creditHold)}`),
      lots: number(sql`select coalesce(sum(${creditLot.remaining}), 0) from ${ofOwner(creditLot)}`),
    })
    .from(creditBalance)
    .where(
      and(
        gt(creditBalance.ownerId, after),
        ownerId === undefined ? undefined : eq(creditBalance.ownerId, ownerId),
        since && gte(creditBalance.updatedAt, since),
      ),
    )
    .orderBy(asc(creditBalance.ownerId))
    .limit(ownersAtOnce)
}

function checkSums({ ownerId, ...head }: Head): CreditProblem | null {
  const wrong = (message: string) => ({
    ownerId,
    entry: null,
    message: `The balance of ${ownerId} ${message}`,
  })
  if (head.held !== head.holds) return wrong(`holds ${head.held}, and its holds ${head.holds}.`)
  if (head.balance !== head.lots - head.unsettled)
    return wrong(`is ${head.balance}, and its lots less what is not settled ${head.lots - head.unsettled}.`)
  if (head.lastSeq !== head.newest)
    return wrong(`says that entry ${head.lastSeq} is the last, and entry ${head.newest} is.`)
  return null
}

async function checkEntries(
  db: Database,
  { head, since, report }: { head: Head; since?: Date; report: CreditsReport },
): Promise<CreditProblem | null> {
  const { ownerId, lastSeq, balance } = head
  let before = since ? await entryBefore(db, { ownerId, since }) : { seq: 0, balanceAfter: 0 }
  while (before.seq < lastSeq) {
    const entries = await readEntries(db, { ownerId, after: before.seq, last: lastSeq })
    for (const entry of entries) {
      const problem = checkEntry(ownerId, before, entry)
      if (problem) return problem
      before = entry
    }
    report.entries += entries.length
    if (entries.length === 0) return missing(ownerId, before.seq + 1)
  }
  if (before.balanceAfter === balance) return null
  const message = `The balance of ${ownerId} is ${balance}, and its entries add up to ${before.balanceAfter}.`
  return { ownerId, entry: null, message }
}

const readEntries = (
  db: Database,
  { ownerId, after, last }: { ownerId: string; after: number; last: number },
) =>
  db
    .select({ seq: creditEntry.seq, credits: creditEntry.credits, balanceAfter: creditEntry.balanceAfter })
    .from(creditEntry)
    .where(
      and(eq(creditEntry.ownerId, ownerId), gt(creditEntry.seq, after), sql`${creditEntry.seq} <= ${last}`),
    )
    .orderBy(asc(creditEntry.seq))
    .limit(entriesAtOnce)

type Entry = Awaited<ReturnType<typeof readEntries>>[number]

// What was entered before the moment was looked at then.
async function entryBefore(db: Database, { ownerId, since }: { ownerId: string; since: Date }) {
  const ofOwner = eq(creditEntry.ownerId, ownerId)
  const [first] = await db
    .select({ seq: min(creditEntry.seq) })
    .from(creditEntry)
    .where(and(ofOwner, gte(creditEntry.createdAt, since)))
  const seq = first?.seq ?? null
  const [newest] = await db
    .select({ seq: creditEntry.seq, balanceAfter: creditEntry.balanceAfter })
    .from(creditEntry)
    .where(and(ofOwner, seq === null ? undefined : lt(creditEntry.seq, seq)))
    .orderBy(sql`${creditEntry.seq} desc`)
    .limit(1)
  return newest ?? { seq: 0, balanceAfter: 0 }
}

function checkEntry(
  ownerId: string,
  before: Pick<Entry, 'seq' | 'balanceAfter'>,
  { seq, credits, balanceAfter }: Entry,
): CreditProblem | null {
  if (seq !== before.seq + 1) return missing(ownerId, before.seq + 1)
  const expected = before.balanceAfter + credits
  if (balanceAfter === expected) return null
  const message = `Entry ${seq} of ${ownerId} leaves ${balanceAfter}, and should leave ${expected}: ${before.balanceAfter} and ${credits}.`
  return { ownerId, entry: seq, message }
}

const missing = (ownerId: string, seq: number): CreditProblem => ({
  ownerId,
  entry: seq,
  message: `Entry ${seq} of ${ownerId} is missing.`,
})
