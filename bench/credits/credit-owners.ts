import type pg from 'pg'

const start = 1_000_000_000_000

/** So many owners with credits for ever, called `<name> 1` and so on, in whose ledgers stand as many entries of spends. */
export async function insertOwners(
  client: pg.Client,
  { name, owners, entries }: { name: string; owners: number; entries: number },
): Promise<void> {
  const insert = (rows: string) =>
    client.query(`with owner as (select '${name} ' || i as id from generate_series(1, ${owners}) i) ${rows}`)
  await insert('insert into organization (id, name) select id, id from owner')
  await insert(`
    insert into credit_balance (owner_id, balance, unsettled, last_seq, period_anchor, period_start, period_end, due_at)
    select id, ${start - entries}, ${entries}, ${entries + 1}, began, began, ends, ends
    from owner, (select now() - interval '1 day' as began, now() + interval '9 days' as ends) period`)
  await insert(`
    insert into credit_lot (id, owner_id, kind, credits, remaining, created_at)
    select id, id, 'grant', ${start}, ${start}, now() from owner`)
  await insert(`
    insert into credit_entry (owner_id, seq, kind, credits, balance_after, type, key, request_id, created_at)
    select id, 1, 'grant', ${start}, ${start}, 'bench', 'start', 'bench', now() from owner union all
    select id, n + 1, 'spend', -1, ${start} - n, 'bench', 'before ' || n, 'bench', now()
    from owner, generate_series(1, ${entries}) n`)
}
