import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { type CreditQueue, createCreditQueue } from '#server/credits/credit-queue.ts'
import type { CreditsContext } from '#server/credits/credits-context.ts'
import { holdCredits } from '#server/credits/hold-credits.ts'
import { settleCredits } from '#server/credits/settle-credits.ts'
import { spendCredits } from '#server/credits/spend-credits.ts'
import type { Database } from '#server/database/database.ts'
import { BoundedPool } from '#server/database/pool.ts'
import { schema } from '#server/database/schema.ts'
import type { Contender } from '../contenders.ts'

export const connections = 20
const cost = 3
const type = 'bench'

/** Whose credits the next call spends. */
type Owner = () => string

const ours = (name: string, url: string, call: (ctx: CreditsContext) => Promise<unknown>): Contender => {
  const pool = new BoundedPool({ connectionString: url, max: connections })
  const db = drizzle(pool, { schema }) as unknown as Database
  const credits: CreditQueue = createCreditQueue({ db })
  const ctx = { db, credits, actor: null, requestId: 'bench' }
  return {
    name,
    call: () => call(ctx),
    close: async () => {
      await credits.close()
      await pool.end()
    },
  }
}

/** A spend as the product makes it. */
export const spends = (url: string, owner: Owner, name = 'Gatehouse, a spend'): Contender =>
  ours(name, url, (ctx) => spendCredits(ctx, { ownerId: owner(), credits: cost, type }))

/** What a paid call does around its work: a hold and its settlement, of less than was held. */
export const holdsAndSettles = (url: string, owner: Owner): Contender =>
  ours('Gatehouse, hold and settle', url, async (ctx) => {
    const hold = await holdCredits(ctx, { ownerId: owner(), credits: cost, type, holdMs: 120_000 })
    await settleCredits(ctx, hold, { credits: cost - 1 })
  })

function plainPool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: connections })
  // The database is dropped soon after its connections were told to go.
  pool.on('error', () => {})
  return pool
}

/** The tables of the others, with no more than they need; each owner whose spends are replayed has so many entries. */
export const plainTables = (replayed: { name: string; rows: number }) => `
  create table plain_balance (owner_id text primary key, balance bigint not null check (balance >= 0)) with (fillfactor = 70);
  create table plain_entry (
    id bigint generated always as identity primary key, owner_id text not null references plain_balance,
    credits bigint not null, balance_after bigint not null, type text not null, request_id text not null,
    created_at timestamptz not null default now());
  create index on plain_entry (owner_id, id);
  insert into plain_balance select owner_id, balance from credit_balance;
  insert into plain_entry (owner_id, credits, balance_after, type, request_id)
  select owner_id, 1000, 1000 * i, '${type}', 'bench' from plain_balance, generate_series(1, ${replayed.rows}) i
  where owner_id like '${replayed.name} %'`

const plainSpend = `
  with paid as (
    update plain_balance set balance = balance - $2 where owner_id = $1 and balance >= $2 returning balance)
  insert into plain_entry (owner_id, credits, balance_after, type, request_id)
  select $1, -$2::bigint, balance, $3, $4 from paid returning balance_after`

/** A conditional update and the entry in one statement, prepared once, each by itself. */
export function plainSpends(url: string, owner: Owner): Contender {
  const pool = plainPool(url)
  return {
    name: 'plain statement',
    call: async () => {
      const values = [owner(), cost, type, 'bench']
      const { rowCount } = await pool.query({ name: 'plain', text: plainSpend, values })
      if (rowCount !== 1) throw new Error('A plain spend was refused.')
    },
    close: () => pool.end(),
  }
}

/** No balance is kept: each spend locks the owner and adds up so many of the ledger's rows, which are all that count. */
export function replays(url: string, owner: Owner, rows: number): Contender {
  const pool = plainPool(url)
  const read = 'select credits from plain_entry where owner_id = $1 order by id limit $2'
  const insert = `insert into plain_entry (owner_id, credits, balance_after, type, request_id)
    values ($1, -$2::bigint, $3, $4, $5)`
  return {
    name: `lock and replay, ${rows.toLocaleString('en')} rows`,
    async call() {
      const ownerId = owner()
      const client = await pool.connect()
      try {
        await client.query('begin')
        await client.query({
          name: 'lock',
          text: 'select pg_advisory_xact_lock(hashtext($1))',
          values: [ownerId],
        })
        const { rows: entries } = await client.query({ name: 'read', text: read, values: [ownerId, rows] })
        const balance = entries.reduce((sum, { credits }) => sum + Number(credits), 0)
        if (balance < cost) throw new Error('A replayed spend was refused.')
        const values = [ownerId, cost, balance - cost, type, 'bench']
        await client.query({ name: 'insert', text: insert, values })
        await client.query('commit')
      } finally {
        client.release()
      }
    },
    close: () => pool.end(),
  }
}
