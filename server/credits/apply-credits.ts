import { sql } from 'drizzle-orm'
import type { Database } from '../database/database.ts'
import type { CreditCall, CreditDecision } from './credit-call.ts'

type ApplyCredits = (calls: readonly CreditCall[]) => Promise<CreditDecision[]>

const parameters = [
  'ops',
  'owners',
  'ids',
  'keys',
  'costs',
  'holds',
  'types',
  'units',
  'metadata',
  'actors',
  'impersonators',
  'requests',
] as const

/**
 * Decides calls in one round trip, first come first served, by the database's clock. The statement is prepared by name;
 * `db` may be a transaction. Rejects with the driver's error, and then nothing of any call has happened.
 */
export function prepareApplyCredits(db: Database): ApplyCredits {
  const given = sql.join(
    parameters.map((name) => sql.placeholder(name)),
    sql`, `,
  )
  const statement = db
    .select({
      nowMs: sql`now_ms`.mapWith(Number),
      outcomes: sql<CreditDecision['outcome'][]>`outcomes`,
      // Drivers disagree on big integers: some are strings.
      seqs: sql<BigArray>`seqs`,
      balances: sql<BigArray>`balances`,
      helds: sql<BigArray>`helds`,
      limits: sql<BigArray>`limits`,
      useds: sql<BigArray>`useds`,
      resets: sql<BigArray>`resets`,
    })
    .from(sql`credits_apply(${given})`)
    .prepare('credits_apply')

  return async (calls) => {
    const [row] = await statement.execute(toColumns(calls))
    if (!row) throw new Error('credits_apply answered nothing.')
    return row.outcomes.map((outcome, index) => {
      const at = (values: BigArray) => Number(values[index] ?? 0)
      const bound = row.limits[index] !== null
      return {
        outcome,
        entry: row.seqs[index] == null ? null : at(row.seqs),
        balance: at(row.balances),
        held: at(row.helds),
        quota: bound ? { limit: at(row.limits), used: at(row.useds), resetsAtMs: at(row.resets) } : null,
        nowMs: row.nowMs,
      }
    })
  }
}

type BigArray = (number | string | null)[]

const toColumns = (calls: readonly CreditCall[]): Record<(typeof parameters)[number], unknown[]> => ({
  ops: calls.map(({ op }) => op),
  owners: calls.map(({ ownerId }) => ownerId),
  ids: calls.map(({ holdId }) => holdId),
  keys: calls.map(({ key }) => key),
  costs: calls.map(({ cost }) => cost),
  holds: calls.map(({ holdMs }) => holdMs),
  types: calls.map(({ type }) => type),
  units: calls.map(({ units }) => units),
  metadata: calls.map((call) => call.metadata),
  actors: calls.map(({ actorId }) => actorId),
  impersonators: calls.map(({ impersonatorId }) => impersonatorId),
  requests: calls.map(({ requestId }) => requestId),
})
