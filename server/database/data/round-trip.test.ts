import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { createTestApp, password } from '#test/app.ts'
import { auditKeys, readAudit } from '#test/audit-log.ts'
import { makePng } from '#test/pictures.ts'
import { createAuditSealer } from '../../audit/chain/audit-sealer.ts'
import { verifyAudit } from '../../audit/verify/verify-audit.ts'
import { creditsContext } from '../../credits/credits-fixture.ts'
import { grantCredits } from '../../credits/grant-credits.ts'
import { spendCredits } from '../../credits/spend-credits.ts'
import { verifyCredits } from '../../credits/verify-credits.ts'
import { createLogger } from '../../logger.ts'
import { openDatabase } from '../open.ts'
import {
  comparable,
  embeddedPlace,
  exportFrom,
  historiesWith,
  importInto,
  projectPlace,
  rowsOf,
  runOn,
} from './data-fixture.ts'
import { withDataSession } from './data-session.ts'

// Every type that a table of a product may have, and what else makes a row hard to carry.
const tables = `-- expand
create type mood as enum ('calm', 'it''s "odd"');
create domain short as varchar(10) check (value <> '');
create type pair as (a int, b text);
create table "Every ""Type""" (
  id bigint generated always as identity primary key, small smallint, whole int, real real, double double precision,
  number numeric, exact numeric(10, 3), text text, "from" varchar(20), fixed char(5), "char" "char", yes boolean,
  bytes bytea, json json, jsonb jsonb, zoned timestamptz, milli timestamptz(3), plain timestamp, day date, clock time,
  clock_zoned timetz, span interval, uuid uuid, inet inet, cidr cidr, mac macaddr, texts text[], grid int[][],
  jsons jsonb[], instants timestamptz[], range int4range, ranges tstzrange, mood mood, moods mood[], short short,
  pair pair, bits bit(3), many_bits varbit, point point, words tsvector, oid oid,
  upper text generated always as (upper(text)) stored
);
create table keyless (id serial, text text);
create table node (id text primary key, parent text references node deferrable initially deferred, leaf text);
create table leaf (id text primary key, node text not null references node on delete cascade);
alter table node add constraint "node's leaf" foreign key (leaf) references leaf;
create unique index "leaf of node" on leaf (node) where id <> '';
create table part (at date not null, text text) partition by range (at);
create table part_old partition of part for values from ('2000-01-01') to ('2020-01-01');
create table part_new partition of part default;
create sequence numbers increment by 5;
create sequence untouched;
create function shout() returns trigger language plpgsql as $$ begin new.text := new.text || '!'; return new; end $$;
create trigger shout before insert on keyless for each row execute function shout();
alter table keyless enable always trigger shout;`

const rows = `
insert into "Every ""Type""" (small, whole, real, double, number, exact, text, "from", fixed, "char", yes, bytes, json,
  jsonb, zoned, milli, plain, day, clock, clock_zoned, span, uuid, inet, cidr, mac, texts, grid, jsons, instants, range,
  ranges, mood, moods, short, pair, bits, many_bits, point, words, oid) values
(-32768, 2147483647, 1.1, 0.1::float8 + 0.2, 123456789012345678901234567890.123456789, 1.500,
  E'a\\\\b "c" \\n\\t\\u0001 {} NULL \\u00e9 \\U0001F600 \\u2028', 'null', 'ab', 'x', true, '\\x00ff5c22', '{ "b": 1,  "a": [null] }',
  '{"b": 1e400, "a": "\\u00e9"}', '2026-01-02 03:04:05.678901+05:30', '-infinity', '0044-03-15 12:00:00 BC', 'infinity',
  '24:00:00', '12:34:56.789012-03', '1 year -2 mons +3 days -04:05:06.000007', '00000000-0000-4000-8000-000000000000',
  '2001:db8::1/64', '192.0.2.0/24', '08:00:2b:01:02:03', array['', null, 'NULL', '{"a,b"}', E'\\\\'], '[0:1][2:3]={{1,null},{3,4}}',
  array['{"a": null}', null]::jsonb[], array['2026-01-02 03:04:05.000001+00']::timestamptz[], '[1,)', 'empty', 'it''s "odd"',
  array['calm', null]::mood[], 'short', '(1,"a ""b"", c")', '101', '', '(1.5,-2)', '''it''''s'':1A b:2', 4294967295),
(null, null, 'NaN', '-Infinity', 'NaN', null, '', null, null, null, false, '', 'null', 'null', null, null, null, null, null,
  null, null, null, null, null, null, '{}', null, null, null, null, null, null, null, null, null, null, null, null, null, null);
insert into "Every ""Type""" (text) select repeat('x', n) from generate_series(1, 2500) as n;
insert into keyless (text) values ('b'), ('a');
begin;
insert into node (id, parent) values ('a', 'b'), ('b', null);
commit;
insert into leaf values ('l', 'a'), ('k', 'b');
update node set leaf = 'l';
insert into part values ('2010-01-01', 'old'), ('2025-01-01', 'new');
select setval('numbers', 41);`

test('every type of value goes through both databases and back, and what was put aside is there again', async () => {
  const histories = await historiesWith([{ tag: '0000_tables', sql: tables }])
  const from = await embeddedPlace()
  await runOn(from, histories, rows)
  const first = await exportFrom(from, { histories })

  const between = await projectPlace()
  const told: string[] = []
  await importInto(between, first, { histories, report: (...each) => told.push(each.join(' ')) })
  expect(told).toContain('public.Every "Type" 2502 2502')
  const second = await exportFrom(between, { histories })
  const back = await embeddedPlace()
  await importInto(back, second, { histories })

  const lines = await comparable(first)
  expect(lines.filter((line) => line.startsWith('['))).toHaveLength(2502 + 2 + 2 + 2 + 2)
  expect(await comparable(second)).toEqual(lines)
  expect(await comparable(await exportFrom(back, { histories }))).toEqual(lines)

  for (const place of [between, back])
    await withDataSession(place, async ({ query }) => {
      const [row] = await query(
        `select upper, zoned::text like '%.678901%' as micro from "Every ""Type""" where id = 1`,
      )
      expect(row).toEqual({ upper: expect.stringContaining('"C"'), micro: true })
      const next = `insert into "Every ""Type""" (text) values ('n') returning id::int`
      expect(await query(next)).toEqual([{ id: 2503 }])
      expect(await query(`insert into keyless (text) values ('c') returning *`)).toEqual([
        { id: 3, text: 'c!' },
      ])
      expect(
        await query(`select nextval('numbers')::int as next, nextval('untouched')::int as first`),
      ).toEqual([{ next: 46, first: 1 }])
      const parts = await query('select tableoid::regclass::text as name from part order by 1')
      expect(parts).toEqual([{ name: 'part_new' }, { name: 'part_old' }])
      await expect(query(`insert into leaf values ('m', 'nowhere')`)).rejects.toThrow(/foreign key/)
      await expect(query(`insert into leaf values ('m', 'a')`)).rejects.toThrow(/leaf of node/)
    })
})

// What the database itself says of everything that was made.
const catalogue = `select 'index' as kind, pg_get_indexdef(indexrelid) as text from pg_index
    join pg_class on pg_class.oid = indexrelid where relnamespace = 'public'::regnamespace
  union all select 'constraint', conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
    where connamespace = 'public'::regnamespace and contype <> 'n'
  union all select 'trigger', tgenabled::text || ' ' || pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
  order by 1, 2`

test('people sign in after a move, with their pictures and credits, and the audit log is whole; nothing else has changed', async () => {
  const from = await projectPlace()
  const old = await openDatabase(from)
  const app = await createTestApp({ database: old })
  const admin = app.browser()
  const { email } = await admin.register({ role: 'admin' })
  await admin.signIn(email)
  const { id } = await app.browser().become({ name: 'Bob' })
  expect((await admin.mutate('users.ban', { id, reason: 'Spam', until: null })).status).toBe(200)
  await old.db.execute(sql`insert into user_image (user_id, bytes, type, hash)
    values (${id}, ${makePng({ width: 8 })}, 'image/png', 'x')`)
  await grantCredits(creditsContext(old.db), { ownerId: id, credits: 5, key: 'start' })
  await spendCredits(creditsContext(old.db), { ownerId: id, credits: 2, type: 'test' })
  await createAuditSealer({ db: old.db, keys: auditKeys, logger: createLogger('silent') }).seal()
  await admin.signIn(email)
  const log = await readAudit(old.db)
  const { sealed, unsealed } = await verifyAudit({ db: old.db, audit: auditKeys })
  await old.close()
  const file = await exportFrom(from)

  const to = await embeddedPlace({ empty: true })
  await importInto(to, file)
  expect(await rowsOf(to, catalogue)).toEqual(await rowsOf(await embeddedPlace(), catalogue))
  const moved = await openDatabase(to)
  try {
    expect(await readAudit(moved.db)).toEqual(log)
    expect(await verifyAudit({ db: moved.db, audit: auditKeys })).toEqual({
      problem: null,
      sealed,
      unsealed,
      next: null,
    })
    expect(await verifyCredits({ db: moved.db })).toEqual({ owners: 1, entries: 2, problem: null })
    await spendCredits(creditsContext(moved.db), { ownerId: id, credits: 3, type: 'test' })
    await expect(moved.db.execute(sql`delete from credit_entry`)).rejects.toThrow()
    const there = (await createTestApp({ database: moved })).browser()
    for (const [name, value] of admin.cookies) there.cookies.set(name, value)
    expect((await there.query('users.me')).status).toBe(200)
    expect((await there.signIn(email, password)).statusCode).toBe(200)
    const { rows: pictures } = (await moved.db.execute(sql`select bytes from user_image`)) as unknown as {
      rows: { bytes: Uint8Array }[]
    }
    expect(Buffer.from(pictures[0]?.bytes ?? []).equals(makePng({ width: 8 }))).toBe(true)
  } finally {
    await moved.close()
  }
})
