import pg from 'pg'

// biome-ignore format: a list of words reads best as lines of words
const givenNames = ['Maria', 'Anna', 'James', 'Elena', 'Robert', 'Sofia', 'Michael', 'Fatima', 'David', 'Laura', 'Daniel', 'Mei', 'Thomas', 'Nora', 'Lucas', 'Aisha', 'Peter', 'Julia', 'Omar', 'Hannah', 'Martin', 'Ingrid', 'Andrej', 'Priya', 'Samuel', 'Chiara', 'Victor', 'Lena', 'Hugo', 'Amina', 'Oscar', 'Yuki', 'Emil', 'Beatriz', 'Stefan', 'Dalia', 'Pavel', 'Ines', 'Jonas', 'Zainab', 'Felix', 'Marta', 'Ivan', 'Celine', 'Leon', 'Greta', 'Tariq', 'Olga', 'Rafael', 'Wanda', 'Kofi', 'Uma', 'Sven', 'Noor', 'Quentin', 'Xenia', 'Björn', 'Élodie', 'Zoltan', 'Ursula']
// biome-ignore format: the same
export const familyNames = ['Garcia', 'Johnson', 'Müller', 'Nguyen', 'Silva', 'Kowalski', 'Rossi', 'Andersen', 'Khan', 'Petrov', 'Martin', 'Novak', 'Tanaka', 'Costa', 'Weber', 'Okafor', 'Jansen', 'Dubois', 'Wilson', 'Haddad', 'Lindqvist', 'Moreau', 'Fernandez', 'Schmidt', 'Ito', 'Yilmaz', 'Bergman', 'Castillo', 'Nielsen', 'Popescu', 'Abara', 'Horvath', 'Campbell', 'Rahman', 'Eriksen', 'Papadopoulos', 'Wagner', 'Quist', 'Sato', 'Virtanen', 'Larsson', 'Mbeki', 'Fischer', 'Ueda', 'Zeman', 'Thompson', 'Delgado', 'Sørensen', 'Ivanova', 'Brown']
const syllables = [
  'ka',
  'lo',
  'mi',
  'ru',
  'ze',
  'ta',
  'vo',
  'ne',
  'shi',
  'do',
  'pra',
  'quo',
  'fle',
  'xi',
  'by',
]

/**
 * Fills an empty table `user` (and `account`, and a session for one in five) with invented people, in one statement
 * each. Early names in the lists are common and late ones rare; four in ten addresses do not begin like the name.
 */
export async function insertUsers(url: string, total: number): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await insertUsersThrough(client, total)
  } finally {
    await client.end()
  }
}

/** What is needed of a connection of either driver: statements that run one after the other. */
interface Connection {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>
}

/** The same through a connection that is open already, to Postgres or to the embedded database. */
export async function insertUsersThrough(client: Connection, total: number): Promise<void> {
  // The same people each time. Triggers would run once for each of them.
  await client.query('select setseed(0.42)')
  await client.query('alter table "user" disable trigger user')
  await client.query('alter table account disable trigger user')
  const rows = (await client.query(plainIndexes)).rows as { name: string; definition: string }[]
  for (const { name } of rows) await client.query(`drop index "${name}"`)
  await client.query(insertUserRows, [total, givenNames, familyNames, syllables])
  for (const { definition } of rows) await client.query(definition)
  await client.query(`
      insert into account (id, account_id, provider_id, user_id)
      select md5('account' || id || provider), md5(id || provider), provider, id from "user", unnest(providers) provider`)
  await client.query(`
      insert into session (id, token, user_id, expires_at, created_at, last_seen_at)
      select md5('session' || id), md5('token' || id), id, now() + interval '5 days', last_active_at, last_active_at
      from "user" where abs(hashtext(id)) % 5 = 0 and last_active_at > '-infinity' and deleted_at is null and banned_at is null`)
  await client.query(`
      insert into activity_day (day, users)
      select last_active_at::date, count(*) from "user" where last_active_at > '-infinity' group by 1 on conflict (day) do nothing`)
  await client.query('alter table account enable trigger user')
  await client.query('alter table "user" enable trigger user')
  await client.query('vacuum analyze')
  await client.query('checkpoint')
}

// To make them at the end is many times faster than to keep them up row by row.
const plainIndexes = `
  select c.relname as name, pg_get_indexdef(i.indexrelid) as definition
  from pg_index i join pg_class c on c.oid = i.indexrelid
  where i.indrelid = '"user"'::regclass and not i.indisunique`

const insertUserRows = `
  with person as materialized (
    select i,
      ($2::text[])[1 + floor(power(random(), 1.6) * cardinality($2::text[]))::int] as given,
      ($3::text[])[1 + floor(power(random(), 1.6) * cardinality($3::text[]))::int] as family,
      ($4::text[])[1 + floor(random() * cardinality($4::text[]))::int] ||
      ($4::text[])[1 + floor(random() * cardinality($4::text[]))::int] ||
      ($4::text[])[1 + floor(random() * cardinality($4::text[]))::int] as nick,
      ('{example.com,example.org,mail.example.net,post.example.org}'::text[])[1 + floor(random() * 4)::int] as domain,
      random() as style, random() as chance, random() as provider, random() as verified, random() as role,
      random() as active
    from generate_series(1, $1::int) i
  ), dated as (
    -- The table grows by the day: the first rows are two years old.
    select *, now() - interval '730 days' * (1 - (i - random()) / $1::int) as made from person
  )
  insert into "user"
    (id, name, email, email_verified, role, banned_at, banned_until, deleted_email, deleted_at, pending_since,
     last_active_at, providers, created_at, updated_at)
  select md5('user' || i), given || ' ' || family,
    case when chance < 0.02 then 'deleted:' || md5('user' || i) else address end,
    verified < 0.9,
    case when role < 0.989 then 'user' when role < 0.996 then 'moderator' when role < 0.999 then 'admin_ro' else 'admin' end,
    case when chance between 0.02 and 0.035 then made end,
    case when chance between 0.025 and 0.03 then now() + interval '30 days'
      when chance between 0.03 and 0.035 then made + interval '1 day' end,
    case when chance < 0.02 then address end,
    case when chance < 0.02 then now() end,
    case when chance between 0.035 and 0.04 then made end,
    case when active < 0.05 then '-infinity' else made + (now() - made) * active end,
    case when provider < 0.7 then '{credential}'::text[] when provider < 0.9 then '{google}'
      when provider < 0.98 then '{github}' else '{credential,google}' end,
    made, made
  from dated, lateral (select lower(case
    when style < 0.6 then given || '.' || family
    when style < 0.8 then family || '.' || given
    else nick end) || i || '@' || domain as address) addressed`
