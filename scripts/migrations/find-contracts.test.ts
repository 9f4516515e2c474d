import { describe, expect, test } from 'vitest'
import { addFunctions, findContracts } from './find-contracts.ts'
import { readStatements } from './read-sql.ts'

const whys = (sql: string, known?: Map<string, string>) => findContracts(sql, known).map(({ why }) => why)

describe('an expanding migration', () => {
  test.each([
    [
      'a new table, and everything about it',
      `CREATE TABLE "note" ("id" text PRIMARY KEY, "title" text NOT NULL);
      ALTER TABLE "note" ADD CONSTRAINT "note_title" UNIQUE("title"); CREATE UNIQUE INDEX "i" ON "note" USING btree ("id");
      ALTER TABLE "note" ALTER COLUMN "title" SET NOT NULL; ALTER TABLE "note" RENAME COLUMN "title" TO "name"`,
    ],
    ['a column that may be null', `ALTER TABLE "user" ADD COLUMN "nick" varchar(20)`],
    ['a column with a default', `ALTER TABLE "user" ADD COLUMN "providers" text[] DEFAULT '{}' NOT NULL`],
    [
      'a computed column',
      'alter table "user" add name_key text generated always as (lower(name)) stored not null',
    ],
    [
      'a new column that refers to somebody',
      `ALTER TABLE "session" ADD COLUMN "by" text;
      ALTER TABLE "session" ADD CONSTRAINT "fk" FOREIGN KEY ("by") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action`,
    ],
    [
      'a unique new column',
      `ALTER TABLE "user" ADD COLUMN "handle" text;
      ALTER TABLE "user" ADD CONSTRAINT "user_handle_unique" UNIQUE("handle")`,
    ],
    [
      'a unique index of a new column',
      `alter table "user" add column handle text;
      create unique index concurrently i on "user" (handle)`,
    ],
    [
      'an index built concurrently',
      `CREATE INDEX CONCURRENTLY "i" ON "user" USING btree (left(name_key, 2),"email")`,
    ],
    [
      'how a function is planned',
      'alter function consume(text[], int[]) set plan_cache_mode = force_generic_plan',
    ],
    ['a default for what is there', 'alter table "user" alter column role set default \'user\''],
    ['settings of a table', 'alter table rate_limit set (fillfactor = 70)'],
    [
      'a new function beside the old',
      'create function limits_consume_2(a int) returns int language sql as $$ drop table x; $$',
    ],
    [
      'a trigger, an extension, a value of a type, rows',
      `create trigger t after insert on session for each row execute function f();
      create extension if not exists pg_trgm; alter type mood add value 'calm'; insert into a values (1); update a set b = 'drop table a'`,
    ],
    [
      'words in comments, names and literals',
      `-- drop table a
      /* alter /* nested */ table a rename to b; */ comment on table a is 'drop; it''s'; alter table a add column "drop" text default E'\\';drop table a'`,
    ],
  ])('may have %s', (_, sql) => {
    expect(whys(sql)).toEqual([])
  })

  test.each([
    ['DROP TABLE "note"', /drops/],
    ['drop index concurrently user_role_index', /drops/],
    ['drop function limits_consume', /drops/],
    ['ALTER TABLE "user" DROP COLUMN "name"', /drops/],
    ['alter table a drop constraint c', /drops/],
    ['alter table a alter column b drop default', /drops/],
    ['ALTER TABLE "user" RENAME COLUMN "name" TO "title"', /old name/],
    ['alter table a rename to b', /old name/],
    ['alter index a rename to b', /old name/],
    ['alter function f(int) rename to g', /old name/],
    ['ALTER TABLE "user" ADD COLUMN "nick" text NOT NULL', /NOT NULL without a default/],
    ['ALTER TABLE "user" ALTER COLUMN "nick" SET NOT NULL', /NOT NULL/],
    ['alter table a alter b drop not null', /does not expect/],
    ['ALTER TABLE "user" ALTER COLUMN "name" SET DATA TYPE varchar(10)', /changes a type/],
    ['alter table a add column c int, alter b type bigint using b::bigint', /changes a type/],
    ['ALTER TABLE "a" ADD CONSTRAINT "u" UNIQUE("b")', /may refuse rows/],
    ['alter table a add constraint c check (b > 0) not valid', /may refuse rows/],
    ['alter table a add column b int unique', /may refuse rows/],
    ['CREATE UNIQUE INDEX "i" ON "user" USING btree ("email")', /refuses rows/],
    ['CREATE INDEX "i" ON "user" USING btree ("email")', /create index concurrently/],
    ['create table n (id int, user_id text references "user"(id), at int)', /deleting rows of user/],
    [
      'create table n (id int); alter table n add constraint f foreign key (id) references public."user"(id) on delete no action',
      /deleting rows of user/,
    ],
    ['truncate a', /not known/],
    ['delete from a', /not known/],
    ['do $$ begin drop table a; end $$', /not known/],
    ['alter table a disable trigger all', /not known/],
  ])('must not have: %s', (sql, why) => {
    expect(whys(sql)).toEqual([expect.stringMatching(why)])
  })

  test('may replace a function as it is called and answers, and no other way', () => {
    const known = new Map<string, string>()
    addFunctions(
      known,
      'CREATE FUNCTION consume(\n  p_keys text[], p_limits int[]\n) RETURNS TABLE (now_ms bigint)\nLANGUAGE sql AS $$ select 1 $$',
    )
    const replace = (rest: string) =>
      whys(`create or replace function consume${rest} as $$ select 2 $$`, known)
    expect(
      replace('(p_keys text[], p_limits int[]) returns table (now_ms bigint) stable language sql'),
    ).toEqual([])
    for (const changed of [
      '(p_keys text[]) returns table (now_ms bigint) language sql',
      '(p_keys text[], p_limits bigint[]) returns table (now_ms bigint) language sql',
      '(p_keys text[], p_limits int[]) returns table (now_ms int) language sql',
    ])
      expect(replace(changed)).toEqual([expect.stringContaining('give the new one another name')])
  })
})

test('a text is split where its statements end, not inside of literals, bodies and comments', () => {
  const sql = `select ';', $a$ ; $b$ ; $a$, ";" /* ; /* ; */ ; */ -- ;\n; Select  "User"."id" FROM x;;`
  expect(readStatements(sql)).toEqual([`select '', '', ";"`, 'select "User".id from x'])
})
